import type { Moment as TimePoint } from "../program/program.js";

/** What an argument or a `param` holds: plain data that does not move. */
export type Constant =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  /** A bare name that stands for itself, such as an option of a loss or the name of a head. */
  | { readonly kind: "word"; readonly value: string }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "list"; readonly items: readonly Constant[] }
  | { readonly kind: "moment"; readonly value: TimePoint }
  | { readonly kind: "span"; readonly from: TimePoint; readonly to: TimePoint }
  /** Stands where a constant should: a loss, or a number that moves. */
  | { readonly kind: "loss" | "moving" }
  /** Torn or already reported. */
  | { readonly kind: "unknown" };

const kinds: Record<Constant["kind"], string> = {
  number: "a number",
  string: "a text",
  word: "a word",
  boolean: "true or false",
  list: "a list",
  moment: "a moment",
  span: "a span of time",
  loss: "a loss",
  moving: "a number that changes with time",
  unknown: "unknown",
};

/** The kind of a constant, for prose: `a number`. */
export const constantKind = (constant: Constant): string => kinds[constant.kind];

/** Whether any part is torn or already reported. */
export const isUnknown = (constant: Constant): boolean =>
  constant.kind === "unknown" || (constant.kind === "list" && constant.items.some(isUnknown));

/** As plain data: what a loss's schema validates and what `Program.params` shows. Moments are written as text. */
export function plainConstant(constant: Constant): unknown {
  switch (constant.kind) {
    case "number":
    case "string":
    case "word":
    case "boolean":
      return constant.value;
    case "list":
      return constant.items.map(plainConstant);
    case "moment":
      return constant.value;
    case "span":
      return { from: constant.from, to: constant.to };
    default:
      return undefined;
  }
}

/** The constant as a person would read it in a report. */
export function show(constant: Constant): string {
  const value = plainConstant(constant);
  if (constant.kind === "number") return `${constant.value}`;
  if (constant.kind === "word") return `\`${constant.value}\``;
  if (constant.kind === "string") return JSON.stringify(value);
  if (constant.kind === "boolean") return `\`${constant.value}\``;
  return constantKind(constant);
}

/** Whether one constant may stand for another: same kind, texts and words alike. */
export function alike(a: Constant, b: Constant): boolean {
  const text = ["string", "word"];
  return a.kind === b.kind || isUnknown(a) || isUnknown(b) || (text.includes(a.kind) && text.includes(b.kind));
}
