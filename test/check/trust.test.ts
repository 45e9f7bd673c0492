import { describe, expect, it } from "vitest";
import { checkSource } from "../../src/check/check.js";
import { render, toJson } from "../../src/diagnostics/render.js";
import { losses } from "./losses.js";

const seen = (text: string) => checkSource({ file: "t.loss", text }, { library: losses });
const codes = (text: string) => seen(text).diagnostics.map(({ code }) => code);
const listed = (n: number, one: (i: number) => string, joint: string) =>
  Array.from({ length: n }, (_, i) => one(i)).join(joint);

describe("a program exists if and only if no error was reported", () => {
  it.each([
    ["param a = a\nminimize a*dice", "`a` is defined by itself: `a` → `a`."],
    ["param a = b\nparam b = a\nminimize a*dice", "`a` is defined by itself: `a` → `b` → `a`."],
    ["param a = c\nparam b = c\nparam c = b\nminimize a*dice", "`c` is defined by itself: `c` → `b` → `c`."],
    ["param a = a\nminimize dice", "`a` is defined by itself: `a` → `a`."],
  ])("%s", (text, said) => {
    const { program, diagnostics } = seen(text);
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    expect(program).toBeUndefined();
    expect(errors).toHaveLength(1);
    if (said) expect(errors[0]).toMatchObject({ code: "L210", message: said });
  });

  it("also for parameters that refer to each other by thousands", () => {
    expect(
      codes(`${listed(3000, (i) => `param a${i} = a${i + 1}`, "\n")}\nparam a3000 = 1\nminimize a0*dice`),
    ).toContain("L326");
  });
});

describe("names that every object has", () => {
  const names = ["toString", "constructor", "__proto__", "hasOwnProperty", "valueOf"];
  it.each(names)("%s is a name like others", (name) => {
    expect(codes(`task { ${name}: a } minimize dice`)).toEqual(["L206"]);
    expect(codes(`dice(${name}=1)`)).toEqual(["L205"]);
    expect(codes(`ramp(0, 1, over=5, ${name}=1)*dice`)).toEqual(["L205"]);
    expect(codes(`${name} + dice`)).toEqual(["L201"]);
    expect(codes(`dice then@${name} ce`)).toEqual(["L201"]);
    expect(codes(`task { classes: a, b } minimize dice[${name}]`)).toEqual(["L202"]);
    const { program } = seen(`param ${name} = 0.5 def f(${name} = 2) = ${name}*dice minimize ${name}*f`);
    expect(program!.phases[0]!.weights[0]!.weight).toEqual({ kind: "constant", value: 1 });
    expect(Object.hasOwn(program!.params, name)).toBe(true);
    const host = checkSource(
      { file: "t.loss", text: "dice" },
      { library: losses, task: JSON.parse(`{"${name}": 1}`), params: JSON.parse(`{"${name}": 1}`) },
    );
    expect(host.diagnostics.map(({ code }) => code).sort()).toEqual(["L206", "L207"]);
  });
});

describe("size", () => {
  it("of lists is bounded by the text alone", () => {
    for (const text of [
      `dice(${"1,".repeat(130_000)}1)`,
      `ce(weights=[${"1,".repeat(20_000)}1])`,
      `bce(${"a=[1],".repeat(5_000)})`,
    ])
      expect(() => seen(text)).not.toThrow();
  });

  it("of work is known before it is spent", () => {
    const ramps = (n: number, from = 0) =>
      listed(n, (i) => `ramp(0, 1, over=epoch${i + from}..${i + from + 500})`, " + ");
    const dices = (n: number) => listed(n, (i) => `dice(smooth=${i + 1})`, " + ");
    for (const text of [
      `def w = ${ramps(50)}\ndef l = ${dices(50)}\nminimize w*l`,
      `def w = ${ramps(250)}\ndef l = ${dices(250)}\nminimize w*l`,
      `def a = ${ramps(15)}\ndef b = ${ramps(15, 100)}\nminimize a*b*(${dices(60)})`,
      `minimize (${listed(200, (k) => `(${ramps(15, k)})*(${ramps(15, k + 100)})`, " + ")})*dice`,
    ])
      expect(codes(text)).toEqual(["L326"]);
    const modest = seen(`def w = ${ramps(12)}\nminimize w*(${dices(12)})`);
    expect(modest.program!.terms).toHaveLength(12);
  });

  it("of what is reported is bounded, and the program fails all the same", () => {
    const { program, diagnostics } = seen(listed(900, (i) => `dyce${i}`, " + "));
    expect(program).toBeUndefined();
    expect(diagnostics).toHaveLength(201);
    expect(diagnostics.some(({ code }) => code === "L124")).toBe(true);
    const long = `${"dice_".repeat(20_000)}`;
    for (const { message, hint } of seen(`${long} + ${long}x`).diagnostics)
      expect(`${message}${hint}`.length).toBeLessThan(2000);
    const many = seen(`task { classes: ${listed(5000, (i) => `c${i}`, ", ")} } minimize dice[zebra]`);
    expect(many.diagnostics[0]!.hint).toBe(
      "the task has `c0`, `c1`, `c2`, `c3`, `c4`, `c5`, `c6`, `c7`, `c8`, `c9`, `c10`, `c11` and 4988 more",
    );
  });
});

describe("what a text says", () => {
  it.each(["\u001b]0;pwn\u0007", "\u0000", "\u009b31m", "\u202eevil", "\r", "\u2028"])(
    "reaches no terminal as a command: %j",
    (sign) => {
      const text = `task { classes: "${sign}x", b, "${sign}x" }\nuse "${sign}"\nminimize dice[zebra] + dice(average="${sign}") then@plateau("${sign}") ce`;
      const { diagnostics, sources } = checkSource({ file: `${sign}.loss`, text }, { library: losses });
      expect(diagnostics.length).toBeGreaterThan(0);
      const said = [
        render(diagnostics, sources, { width: 80 }),
        ...diagnostics.flatMap((d) => [
          d.message,
          d.hint ?? "",
          ...(d.related ?? []).map((r) => r.message),
          ...(d.fixes ?? []).map((f) => f.title),
        ]),
        ...toJson(diagnostics, sources).map(({ message }) => message),
      ].join("\n");
      expect(said).not.toContain(sign);
    },
  );
});
