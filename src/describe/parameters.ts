import type { z } from "zod";
import { type Bound, type ParameterType, parametersOf } from "../parameters.js";

/** A parameter as the documentation shows it, read from the declaration's schema. */
export interface ParameterDescription {
  readonly name: string;
  /** What it accepts, in words: `number > 0`, `"mean" or "sum"`, `list of at least 1 number`. */
  readonly accepts: string;
  /** As it would be written in a program; absent where there is no default. */
  readonly default?: string;
  readonly required: boolean;
  readonly meaning: string;
}

export const describeParameters = (params: z.ZodObject): readonly ParameterDescription[] =>
  parametersOf(params).map(({ name, type, required, meaning, default: value }) => ({
    name,
    accepts: accepted(type),
    ...(value !== undefined && value !== null && { default: literalText(value) }),
    required,
    meaning,
  }));

/** What the meaning of a parameter says of one of the words it takes: the sentence behind `` `word`: ``. */
export function saidOfWord({ meaning }: Pick<ParameterDescription, "meaning">, word: string): string | undefined {
  for (const introduction of [`\`${word}\`: `, `\`"${word}"\`: `]) {
    const at = meaning.indexOf(introduction);
    const start = at + introduction.length;
    const end = at < 0 ? -1 : meaning.indexOf(".", start);
    if (end >= 0) return meaning.slice(start, end + 1);
  }
  return undefined;
}

/** A value as a literal of the language. */
export function literalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literalText).join(", ")}]`;
  if (typeof value === "number" && value !== 0 && Math.abs(value) < 1e-3) return value.toExponential();
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

function accepted(type: ParameterType): string {
  switch (type.kind) {
    case "number":
      return `${type.whole ? "whole number" : "number"}${bounds(type)}`;
    case "boolean":
      return "true or false";
    case "text":
      return "text";
    case "name":
      return `name of a ${type.of}`;
    case "choice":
      return oneOf(type.values.map(literalText));
    case "list":
      return listOf(type);
    case "tuple":
      return "list of any value";
    case "either":
      return oneOf(type.types.map(accepted));
    case "other":
      return "any value";
  }
}

const oneOf = (choices: readonly string[]) =>
  choices.length < 2 ? (choices[0] ?? "any value") : `${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}`;

function listOf({ of, shortest: least, longest: most }: Extract<ParameterType, { kind: "list" }>): string {
  const item = accepted(of).replace(/^(whole number|number)/, "$1s");
  if (least !== undefined && least === most) return `list of ${least} ${item}`;
  if (least !== undefined && most !== undefined) return `list of ${least} to ${most} ${item}`;
  if (most !== undefined) return `list of at most ${most} ${item}`;
  return least !== undefined && least > 1 ? `list of at least ${least} ${item}` : `list of ${item}`;
}

function bounds({ least, most }: { readonly least?: Bound; readonly most?: Bound }): string {
  if (least?.inclusive && most?.inclusive) return ` from ${least.value} to ${most.value}`;
  const parts = [
    ...(least ? [`${least.inclusive ? "≥" : ">"} ${least.value}`] : []),
    ...(most ? [`${most.inclusive ? "≤" : "<"} ${most.value}`] : []),
  ];
  return parts.length ? ` ${parts.join(" and ")}` : "";
}
