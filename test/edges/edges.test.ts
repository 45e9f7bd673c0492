import { describe, expect, it } from "vitest";
import { sentences } from "../../src/describe/sentences.js";
import { stdlib } from "../../stdlib/index.js";
import { annotation } from "./annotation.js";
import { boundary } from "./boundary.js";
import type { Claims } from "./claims.js";
import { contours } from "./contour.js";
import { distribution } from "./distribution.js";
import { explanations } from "./explanations.js";
import { region } from "./region.js";
import { stock } from "./stock.js";
import { topology } from "./topology.js";

/** What the records say of their edges is so. */

const claims: Claims = { ...distribution, ...region, ...boundary, ...contours, ...topology, ...annotation };

/** Judged sentence by sentence. */
const judged = stdlib.map((loss) => {
  const own = Object.entries(claims[loss.name] ?? {});
  return { loss, name: loss.name, own, said: sentences(loss.edges) };
});

describe.each(judged)("the edges of $name", ({ loss, own, said }) => {
  for (const sentence of said) {
    const holds = [
      ...stock
        .filter(([words]) => words.test(sentence))
        .map(
          ([, check]) =>
            () =>
              check(loss),
        ),
      ...own.filter(([start]) => sentence.startsWith(start)).map(([, check]) => check),
    ];
    if (holds.length)
      it(sentence, async () => {
        for (const check of holds) await check();
      });
  }

  it("are claimed in words that are there", () => {
    for (const [start] of own) expect(said.filter((s) => s.startsWith(start))).toHaveLength(1);
  });
});

describe("a sentence on edges", () => {
  const open = judged.flatMap(({ name, own, said }) =>
    said
      .filter((s) => !stock.some(([words]) => words.test(s)) && !own.some(([start]) => s.startsWith(start)))
      .map((s) => `${name}: ${s}`),
  );

  it("is tested, or explains and states no value", () =>
    expect(open.filter((s) => !explanations.some((start) => s.startsWith(start)))).toEqual([]));
  it("that explains is still said", () =>
    expect(explanations.filter((start) => !open.some((s) => s.startsWith(start)))).toEqual([]));
});
