import { describe, expect, it } from "vitest";
import { type CheckOptions, checkSource } from "../../src/check/check.js";
import { keyOf, remembered, ValidationCache } from "../../src/check/validated-arguments.js";
import { losses } from "./losses.js";

/** Declarations that nobody has asked before. */
const strangers = () => losses.map((declaration) => ({ ...declaration }));
type Asked = readonly [text: string, options?: Omit<CheckOptions, "library">];

const asked = ([text, options]: Asked, library = losses) => {
  const { program, diagnostics } = checkSource({ file: "t.loss", text }, { ...options, library });
  return { program, diagnostics };
};

/** Pairs: the first question leaves something to remember that the second must not be told. */
const pairs: readonly (readonly [what: string, first: Asked, second: Asked])[] = [
  ["an edit elsewhere", ["focal(gamma=2.5) + dice"], ["0.5*bce + focal(gamma=2.5)"]],
  ["another value", ["tversky(alpha=0.3)"], ["tversky(alpha=0.4)"]],
  ["minus zero", ["paired(low=0)"], ["paired(low=-0)"]],
  ["another parameter of the same value", ["tversky(alpha=0.3)"], ["tversky(beta=0.3)"]],
  ["another loss with the same arguments", ["tversky(alpha=0.3)"], ["hd_dt(alpha=0.3)"]],
  ["another order", ["tversky(alpha=0.3, beta=0.4)"], ["tversky(beta=0.3, alpha=0.4)"]],
  ["a number and then a text", ["tversky(alpha=0.3)"], ['tversky(alpha="0.3")']],
  ["a truth value and then a text", ["dice(batch=true)"], ['dice(batch="true")']],
  ["an argument that is refused", ["tversky(alpha=0.3)"], ["tversky(alpha=-0.3)"]],
  ["an argument too many", ["tversky(alpha=0.3)"], ["tversky(alpha=0.3, alpha=0.3, gamma=1)"]],
  ["arguments that do not fit together", ["paired(low=0.5)"], ["paired(low=0.5, high=0.25)"]],
  ["a torn argument", ["hd_dt(alpha=2, background=true)"], ["hd_dt(alpha=, background=true)"]],
  [
    "a list of the wrong length",
    ["ce(weights=[1, 2])", { task: { classes: ["a", "b"] } }],
    ["ce(weights=[1, 2])", { task: { classes: ["a"] } }],
  ],
  ["another task", ["nms_edge(normals=n)", { task: { fields: ["n"] } }], ["nms_edge(normals=n)", { task: {} }]],
  ["another space", ["flat", { task: { space: "2d" } }], ["flat", { task: { space: "3d" } }]],
  [
    "a param of another value",
    ["param a = 0.3 minimize tversky(alpha=a)"],
    ["param a = 0.4 minimize tversky(alpha=a)"],
  ],
  [
    "a param that the host sets",
    ["param a = 0.3 minimize tversky(alpha=a)"],
    ["param a = 0.3 minimize tversky(alpha=a)", { params: { a: 0.7 } }],
  ],
  ["a word that has become a param", ["hd_dt(sides=target)"], ["param target = 3 minimize hd_dt(sides=target)"]],
];

describe("what a loss accepted before is remembered", () => {
  it.each(pairs)("and nothing stale is told after %s", (_, first, second) => {
    const expected = asked(second, strangers());
    expect(asked(first).diagnostics.filter((d) => d.severity === "error")).toEqual([]);
    expect(asked(second)).toEqual(expected);
    // Now that both have been met, in the other order.
    expect(asked(first)).toEqual(asked(first, strangers()));
    expect(asked(second)).toEqual(expected);
  });

  it("two calls that accept the same are one term", () => {
    const { program } = asked(["tversky(alpha=0.25) + tversky(beta=0.5, alpha=0.25) + tversky(alpha=1/4)"]);
    expect(program!.terms).toHaveLength(1);
  });

  it("nobody changes what another is told", () => {
    const text: Asked = ["tversky(alpha=0.625)"];
    const one = asked(text).program!.terms[0]!.params as Record<string, unknown>;
    one.alpha = 99;
    const other = asked(text).program!.terms[0]!.params as Record<string, unknown>;
    expect(other).toEqual({ alpha: 0.625, beta: 0.5 });
    other.alpha = 98;
    expect(asked(text).program!.terms[0]!.params).toEqual({ alpha: 0.625, beta: 0.5 });
  });

  it("within a bound, the latest longest", () => {
    const acceptances = new ValidationCache();
    const found = { params: { x: 1 }, set: ["x"], key: "x=1,", label: "x=1" };
    acceptances.add("kept", found);
    for (let i = 0; i < 10 * remembered; i++) {
      acceptances.add(`${i}`, found);
      // What is asked for again and again stays.
      expect(acceptances.get("kept")).toEqual(found);
    }
    expect(acceptances.size).toBeLessThanOrEqual(2 * remembered);
    expect(acceptances.get("0")).toBeUndefined();
    expect(acceptances.get(`${10 * remembered - 1}`)).toEqual(found);
  });

  it("long texts are not kept", () => {
    const long = { kind: "word", value: "n".repeat(1_000) } as const;
    expect(keyOf(new Map([["x", { constant: long }]]))).toBeUndefined();
  });

  it("lists are not kept: they could be changed", () => {
    const acceptances = new ValidationCache();
    acceptances.add("x", { params: { x: [1] }, set: ["x"], key: "x=[1],", label: "x=[1]" });
    expect(acceptances.get("x")).toBeUndefined();
    expect(keyOf(new Map([["x", { constant: { kind: "list", items: [] } }]]))).toBeUndefined();
  });
});
