import { describe, expect, it } from "vitest";
import { limits } from "../../src/syntax/limits.js";
import { parse } from "../../src/syntax/parse.js";
import { cpuTime } from "../cpu-time.js";
import { spans } from "./show.js";

const read = (text: string) => {
  const started = cpuTime();
  const { file, diagnostics } = parse({ file: "f", text });
  expect(cpuTime() - started).toBeLessThan(5_000);
  for (const span of spans({ file, diagnostics })) expect(span.end).toBeGreaterThanOrEqual(span.start);
  return diagnostics.map((d) => d.code);
};
const nested = (depth: number, open = "(", close = ")") => `${open.repeat(depth)}a${close.repeat(depth)}`;
const sum = (terms: number) => Array(terms).fill("0.5*dice").join(" + ");

describe("limits", () => {
  it("reads what stays within them", () => {
    expect(read(nested(limits.nesting))).toEqual([]);
    expect(read(nested(limits.nesting, "f(", ")"))).toEqual([]);
    expect(read(sum(300))).toEqual([]);
    expect(read(Array(limits.operators).fill("a").join("+"))).toEqual([]);
    // As deep and as long as can be, at once.
    expect(
      read(
        Array(8)
          .fill(nested(limits.nesting - 1, "(a+", ")"))
          .join("+"),
      ),
    ).toEqual([]);
  });

  it("refuses what is deeper, longer or larger, with one report", () => {
    expect(read(nested(limits.nesting + 1))).toEqual(["L121"]);
    expect(read(nested(10_000))).toEqual(["L121"]);
    expect(read("(".repeat(10_000))).toEqual(["L121"]);
    expect(read(`f(x=${nested(10_000, "[", "]")})`)).toEqual(["L121"]);
    expect(read(sum(10_000))).toEqual(["L123"]);
    expect(read(Array(10_000).fill("a").join(" "))).toEqual(["L123"]);
    expect(read(`a${" then@epoch1 a".repeat(10_000)}`)).toEqual(["L123"]);
    expect(read(`a${"[x]".repeat(10_000)}`)).toEqual(["L123"]);
    expect(read(`a${" on x".repeat(10_000)}`)).toEqual(["L123"]);
    expect(read(nested(limits.nesting - 1, `(${"a+".repeat(20)}`, ")"))).toEqual(["L123"]);
    expect(read("a".repeat(5_000_000))).toEqual(["L122"]);
  });

  it("lists as long as the text may be are no trouble", () => {
    expect(read(`f(x=[${Array(50_000).fill("1").join(",")}])`)).toEqual([]);
    expect(read(`${Array(4_000).fill("def f = a + b").join("\n")}\nminimize f`)).toEqual([]);
  });

  it("stops reporting after so many mistakes", () => {
    for (const text of [
      "def f = * a\n".repeat(5_000),
      "? a ".repeat(50_000),
      ", ".repeat(100_000),
      "@ : ".repeat(60_000),
      ")".repeat(200_000),
      "(]".repeat(100_000),
      "= a, ".repeat(900),
      '"'.repeat(200_000),
      "/".repeat(200_000),
      "/*".repeat(100_000),
      "then ".repeat(900),
      "minimize ".repeat(20_000),
      "task { a".repeat(10_000),
    ]) {
      const codes = read(text);
      expect(codes.length).toBeGreaterThan(0);
      expect(codes.length).toBeLessThanOrEqual(limits.reports + 1);
    }
  }, 120_000);
});
