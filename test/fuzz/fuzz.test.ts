import { describe, expect, it } from "vitest";
import { random } from "../../src/random.js";
import { judge } from "./properties.js";
import { corpus, kindsOfText, textOf } from "./texts.js";

/* A short run of the fuzzer; `npm run fuzz -- --seconds 600` takes its time. */

describe("whatever is written", () => {
  it("what the fuzzer once found holds", () => {
    for (const text of corpus) expect(judge(text, random(1), 4), text).toEqual([]);
  }, 120_000);

  it.each(kindsOfText)(
    "a few %s texts",
    (kind) => {
      const r = random(11).fork(kind);
      for (let i = 0; i < 6; i++) {
        const text = textOf(kind, r);
        expect(judge(text, r, 2), text).toEqual([]);
      }
    },
    120_000,
  );
});

describe("the fuzzer", () => {
  it("makes programs that compile, and texts that do not", () => {
    const sound = (kind: (typeof kindsOfText)[number]) =>
      Array.from({ length: 10 }, (_, i) => textOf(kind, random(i).fork(kind)));
    expect(new Set(kindsOfText.flatMap(sound)).size).toBeGreaterThan(30);
  });
});
