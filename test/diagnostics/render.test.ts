import { describe, expect, it } from "vitest";
import { report } from "../../src/diagnostics/diagnostic.js";
import { render, toJson } from "../../src/diagnostics/render.js";

const draw = (text: string, marked: string, options = {}, from = text.indexOf(marked)) => {
  const sources = new Map([["demo.loss", { file: "demo.loss", text }]]);
  const span = { file: "demo.loss", start: from, end: from + marked.length };
  return render([report("unknownName", span, { name: "x" })], sources, options);
};

const picture = (text: string, marked: string, options = {}) => draw(text, marked, options).split("\n\n")[1];

describe("a drawn report", () => {
  it("looks as the style page promises", () => {
    const text = "dice * betti";
    const sources = new Map([["demo.loss", { file: "demo.loss", text }]]);
    const holes = { left: "dice", right: "betti" };
    const hint = "to have both at once, add them: `a + b`";
    const span = { file: "demo.loss", start: 0, end: 12 };
    expect(render([report("productOfLosses", span, holes, { hint })], sources)).toBe(
      [
        "error[L310] PRODUCT OF LOSSES ── demo.loss:1:1",
        "",
        "1 │ dice * betti",
        "    ^^^^^^^^^^^^",
        "",
        "`dice` and `betti` are both losses, and losses can be added but not multiplied.",
        "",
        "Hint: to have both at once, add them: `a + b`",
      ].join("\n"),
    );
  });

  it("puts its marks under tabs, wide and combining characters", () => {
    expect(picture("\tx + y", "x")).toBe("1 │     x + y\n        ^");
    expect(picture("a\tx", "x")).toBe("1 │ a   x\n        ^");
    expect(picture('"漢字" + x', "x")).toBe('1 │ "漢字" + x\n             ^');
    expect(picture("e\u0301 + x", "x")).toBe("1 │ e\u0301 + x\n        ^");
    expect(picture("x 漢", "漢")).toBe("1 │ x 漢\n      ^^");
  });

  it("never lets a text steer the terminal", () => {
    expect(draw("a \u001b[31m x", "x")).not.toContain("\u001b");
    expect(picture("a\r\nx", "x")).toBe("2 │ x\n    ^");
  });

  it("marks spans over several lines, and shortens long ones", () => {
    expect(picture("a +\n  b +\n  c", "a +\n  b +\n  c")).toBe(
      "1 │ a +\n    ^^^\n2 │   b +\n      ^^^\n3 │   c\n      ^",
    );
    const long = Array.from({ length: 12 }, (_, i) => `x${i}`).join("\n");
    const lines = picture(long, long)!.split("\n");
    expect(lines).toHaveLength(11);
    expect(lines[6]).toBe("   ⋮");
    expect(lines.at(-2)).toBe("12 │ x11");
  });

  it("cuts long lines around the mark", () => {
    const text = `${"a + ".repeat(100)}here${" + b".repeat(100)}`;
    const [line, marks] = picture(text, "here", { width: 60 })!.split("\n");
    expect(line!.length).toBeLessThanOrEqual(60);
    expect(line!.slice(marks!.indexOf("^"), marks!.lastIndexOf("^") + 1)).toBe("here");
    const [end, endMark] = picture(`${"a + ".repeat(100)}here`, "here", { width: 60 })!.split("\n");
    expect(end!.slice(endMark!.indexOf("^"))).toBe("here");
  });

  it("marks an empty place, also behind the end", () => {
    expect(draw("dice +", "", {}, 6).split("\n\n")[1]).toBe("1 │ dice +\n          ^");
    expect(draw("", "", {}, 0)).toContain("error[L201] UNKNOWN NAME ── demo.loss:1:1");
  });

  it("paints only when asked", () => {
    expect(draw("x", "x")).not.toContain("\u001b");
    expect(draw("x", "x", { color: true })).toContain("\u001b[31;1merror[L201]\u001b[0m");
    expect(draw("x", "x", { painter: (style: string, text: string) => `<${style}>${text}` })).toContain(
      "<strong>UNKNOWN NAME",
    );
  });

  it("wraps prose to a width that is given", () => {
    for (const line of draw("x", "x", { width: 24 }).split("\n\n").at(-1)!.split("\n"))
      expect(line.length).toBeLessThanOrEqual(24);
  });
});

describe("a report as JSON", () => {
  it("counts lines and columns from 1", () => {
    const sources = new Map([["d.loss", { file: "d.loss", text: "dice +\n  x" }]]);
    const span = { file: "d.loss", start: 9, end: 10 };
    const fixes = [{ title: "Change to `y`", certain: false, edits: [{ span, text: "y" }] }];
    expect(toJson([report("unknownName", span, { name: "x" }, { hint: "h", fixes })], sources)).toEqual([
      {
        code: "L201",
        severity: "error",
        title: "UNKNOWN NAME",
        message: "I know nothing called `x`.",
        hint: "h",
        file: "d.loss",
        start: { line: 2, column: 3 },
        end: { line: 2, column: 4 },
        fixes: [
          {
            title: "Change to `y`",
            certain: false,
            edits: [{ file: "d.loss", start: { line: 2, column: 3 }, end: { line: 2, column: 4 }, text: "y" }],
          },
        ],
      },
    ]);
  });
});
