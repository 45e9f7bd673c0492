import { describe, expect, it } from "vitest";
import { ticks } from "../../src/docs/timeline/axis.js";
import type { TimelinePicture } from "../../src/docs/timeline/picture.js";
import { timelineSvg } from "../../src/docs/timeline/svg.js";

const points = (...numbers: number[]) =>
  numbers.flatMap((time, i) => (i % 2 ? [] : [{ time, weight: numbers[i + 1]! }]));

const picture: TimelinePicture = {
  title: 'dice & <betti> "late"',
  unit: "epoch",
  end: 100,
  milestones: [40, 42, 97],
  rows: [
    { label: "dice", points: points(0, 1, 100, 1) },
    { label: "betti[<a>]", points: points(0, 0, 40, 0, 40, 0.5, 100, 0.5) },
  ],
};

describe("the picture of a timeline", () => {
  const svg = timelineSvg(picture);

  it("stands alone and is well-formed", () => {
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(svg).not.toMatch(/href|url\(|<script|<image/);
    expect(svg).toContain("dice &amp; &lt;betti&gt; &quot;late&quot;");
    expect(svg).toContain("betti[&lt;a&gt;]");
    const opened = svg.match(/<(svg|g|title|style|text)\b/g)!.length;
    expect(svg.match(/<\/(svg|g|title|style|text)>/g)).toHaveLength(opened);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("is made for light and for dark", () => expect(svg).toContain("prefers-color-scheme: dark"));

  it("names terms, weights and milestones", () => {
    for (const text of [">dice<", ">1<", ">0.5<", ">epoch 40<", ">epoch 42<", ">epoch 97<"])
      expect(svg).toContain(text);
  });

  it("keeps flags apart that stand close, and inside the paper", () => {
    const flags = [...svg.matchAll(/class="flag" x="([\d.]+)" y="([\d.]+)" text-anchor="(\w+)"/g)];
    expect(flags).toHaveLength(3);
    expect(flags[0]![2]).not.toBe(flags[1]![2]);
    expect(flags[2]![3]).toBe("end");
  });

  it("draws a weight as high as it is", () => {
    const heights = [...svg.matchAll(/class="edge" d="M[\d.]+,([\d.]+) L.*?,([\d.]+)"/g)];
    const zero = [...svg.matchAll(/class="zero" .*?y1="([\d.]+)"/g)].map((m) => Number(m[1]));
    const dice = zero[0]! - Number(heights[0]![1]);
    const betti = zero[1]! - Number(heights[1]![2]);
    expect(betti / dice).toBeCloseTo(0.5, 5);
  });

  it("gives each term its own scale when one would vanish", () => {
    const rows = [picture.rows[0]!, { label: "hd_dt", points: points(0, 0.01, 100, 0.01) }];
    expect(timelineSvg({ ...picture, rows })).toContain("each term to its own scale");
    expect(svg).toContain("all terms to one scale");
  });

  it("draws weights below zero below the line", () => {
    const down = timelineSvg({ ...picture, rows: [{ label: "x", points: points(0, -1, 50, 1, 100, 1) }] });
    const [, zero] = /class="zero" .*?y1="([\d.]+)"/.exec(down)!;
    const [, first] = /class="edge" d="M[\d.]+,([\d.]+)/.exec(down)!;
    expect(Number(first)).toBeGreaterThan(Number(zero));
  });

  it("survives a program without terms", () => {
    expect(timelineSvg({ ...picture, rows: [], milestones: [] })).not.toMatch(/NaN|Infinity/);
  });
});

describe("round marks", () => {
  it.each([
    [75, [0, 10, 20, 30, 40, 50, 60, 70]],
    [10, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
    [0.3, [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3]],
    [2000, [0, 200, 400, 600, 800, 1000, 1200, 1400, 1600, 1800, 2000]],
  ])("up to %d", (max, expected) => expect(ticks(max, 10)).toEqual(expected));
});
