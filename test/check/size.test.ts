import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkSource } from "../../src/check/check.js";
import { render, toJson } from "../../src/diagnostics/render.js";
import { cpuTime } from "../cpu-time.js";
import { losses } from "./losses.js";

const seen = (text: string) => checkSource({ file: "t.loss", text }, { library: losses });
const codes = (text: string) => seen(text).diagnostics.map(({ code }) => code);
const lines = (n: number, line: (i: number) => string) => Array.from({ length: n }, (_, i) => line(i)).join("\n");

describe("size", () => {
  it("checks three hundred terms at once", () => {
    const text = lines(300, (i) => `${i === 0 ? "" : "+ "}${i + 1}*tversky(alpha=${i / 100})`);
    seen(text);
    const start = cpuTime();
    const { program } = seen(`${text} `);
    const taken = cpuTime() - start;
    expect(program!.terms).toHaveLength(300);
    expect(taken).toBeLessThan(1000);
  });

  it("does not double its work with definitions that double", () => {
    const text = `${lines(60, (i) => `def d${i} = d${i + 1} + d${i + 1}`)} def d60 = dice minimize d0`;
    const { program, diagnostics } = seen(text);
    expect(diagnostics).toEqual([]);
    expect(program!.phases[0]!.weights[0]!.weight).toEqual({
      kind: "constant",
      value: Number((2 ** 60).toPrecision(15)),
    });
  });

  it("stops where doubling makes ever new terms", () => {
    const text = `${lines(40, (i) => `def d${i}(w = 1) = d${i + 1}(w=w) + d${i + 1}(w=w + ${i + 1}/1024)`)} def d40(w = 1) = tversky(alpha=w) minimize d0`;
    const start = cpuTime();
    expect(codes(text)).toEqual(["L326"]);
    expect(cpuTime() - start).toBeLessThan(5000);
  });

  it("stops where schedules and ramps multiply", () => {
    const ramps = lines(40, (i) => `${i === 0 ? "" : "* "}ramp(0.5, 1, over=${i + 1})`);
    expect(codes(`${ramps} * dice`)).toEqual(["L326"]);
    const fades = lines(60, (i) => ` then@epoch${i}..${i + 1000} tversky(alpha=${i})`);
    const start = cpuTime();
    expect(codes(`dice${fades}`)).toContain("L326");
    expect(cpuTime() - start).toBeLessThan(5000);
  });

  it("does not overflow on long chains of definitions", () => {
    const text = `${lines(3000, (i) => `def d${i} = d${i + 1}`)} def d3000 = dice minimize d0`;
    expect(codes(text)).toEqual(["L326"]);
    const circle = `${lines(3000, (i) => `def d${i} = d${(i + 1) % 3000}`)} minimize d0`;
    expect(codes(circle)).toEqual(["L210"]);
  });

  it("bounds distinct terms", () => {
    const defs = lines(
      20,
      (j) => `def d${j} = ${lines(100, (i) => `${i === 0 ? "" : "+ "}tversky(alpha=${j}.${i + 100})`)}`,
    );
    expect(codes(`${defs} minimize ${lines(20, (j) => `${j === 0 ? "" : "+ "}d${j}`)}`)).toEqual(["L326"]);
    expect(codes("dice[0..1000000000]")).toEqual(["L314"]);
  });
});

describe("whatever is written", () => {
  const words = fc.constantFrom(
    ...'dice ce betti tversky ramp balance deep plateau reaches def param task use minimize then@ on where a b f w late epoch10 epoch3 step5 30% 0 1 0.5 -1 1e308 + - * / ( ) [ ] { } = : , .. ! @ alpha= over= weights= by= heads= classes: labels: space: heads: 2d linear cosine "x" "a.loss" true'.split(
      " ",
    ),
  );

  it("answers with a program or an error, and every report can be drawn", () => {
    fc.assert(
      fc.property(fc.array(words, { maxLength: 30 }), (parts) => {
        const { program, diagnostics, sources } = seen(parts.join(" "));
        const failed = diagnostics.some(({ severity }) => severity === "error");
        expect(program === undefined).toBe(failed);
        render(diagnostics, sources, { color: true, width: 60 });
        JSON.stringify(toJson(diagnostics, sources));
        JSON.stringify(program);
      }),
      { numRuns: 800 },
    );
  });

  it("survives programs that are nearly right", () => {
    const names = fc.constantFrom(
      "dice",
      "ce",
      "f",
      "g",
      "w",
      "late",
      "nope",
      "0.5",
      "0",
      "-2",
      "ramp(0, 1, over=5)",
      "tversky(alpha=w)",
      "f(w=2)",
    );
    const { expr } = fc.letrec<{ expr: string }>((tie) => ({
      expr: fc.oneof(
        { depthSize: "small" },
        names,
        fc
          .tuple(
            tie("expr"),
            fc.constantFrom(" + ", " - ", "*", "/", " then@epoch5 ", " then@late..late+3 ", " then@20% "),
            tie("expr"),
          )
          .map(([a, by, b]) => `(${a}${by}${b})`),
        fc
          .tuple(tie("expr"), fc.constantFrom("[1]", "[!0]", "[a]", " on main", " where roi"))
          .map(([a, by]) => `(${a})${by}`),
      ),
    }));
    fc.assert(
      fc.property(expr, expr, expr, (f, g, whole) => {
        const text = `task { classes: b, a heads: main } param late = epoch4 def f(w = 1) = ${f} def g = ${g} minimize ${whole}`;
        const { program, diagnostics } = seen(text);
        expect(program === undefined).toBe(diagnostics.some(({ severity }) => severity === "error"));
      }),
      { numRuns: 300 },
    );
  });
});
