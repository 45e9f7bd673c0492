import { z } from "zod";

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

/** The parts of JSON Schema that a parameter can have. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly default?: unknown;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  /** Ours, by zod's `meta`: the name of a head or a field. */
  readonly names?: string;
}

export function describeParameters(params: z.ZodObject): readonly ParameterDescription[] {
  const schema = z.toJSONSchema(params, { io: "input", unrepresentable: "any" }) as Schema;
  return Object.entries(schema.properties ?? {}).map(([name, p]) => ({
    name,
    accepts: accepted(p),
    ...(p.default !== undefined && p.default !== null && { default: literalText(p.default) }),
    required: schema.required?.includes(name) ?? false,
    meaning: p.description ?? "",
  }));
}

/** A value as a literal of the language. */
export function literalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literalText).join(", ")}]`;
  if (typeof value === "number" && value !== 0 && Math.abs(value) < 1e-3) return value.toExponential();
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

function accepted(schema: Schema): string {
  // `null` means that the parameter is left out, which is allowed for every optional one.
  if (Array.isArray(schema.type)) return accepted({ ...schema, type: schema.type.find((t) => t !== "null") });
  if (schema.anyOf) return oneOf(schema.anyOf.filter((s) => s.type !== "null").map(accepted));
  if (schema.const !== undefined) return literalText(schema.const);
  if (schema.enum) return oneOf(schema.enum.map(literalText));
  if (schema.type === "boolean") return "true or false";
  if (schema.type === "array") return listOf(schema);
  if (schema.type === "number" || schema.type === "integer") return `${wholeOrNot(schema)}${bounds(schema)}`;
  if (schema.names !== undefined) return `name of a ${schema.names}`;
  return schema.type === "string" ? "text" : "any value";
}

const oneOf = (choices: readonly string[]) =>
  choices.length < 2 ? (choices[0] ?? "any value") : `${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}`;

const wholeOrNot = (schema: Schema) => (schema.type === "integer" ? "whole number" : "number");

function listOf(schema: Schema): string {
  const { minItems: least, maxItems: most } = schema;
  const item = accepted(schema.items ?? {}).replace(/^(whole number|number)/, "$1s");
  if (least !== undefined && least === most) return `list of ${least} ${item}`;
  if (least !== undefined && most !== undefined) return `list of ${least} to ${most} ${item}`;
  if (most !== undefined) return `list of at most ${most} ${item}`;
  return least !== undefined && least > 1 ? `list of at least ${least} ${item}` : `list of ${item}`;
}

function bounds(schema: Schema): string {
  // zod gives every integer the bounds of the safe integers.
  const low = real(schema.minimum);
  const high = real(schema.maximum);
  const { exclusiveMinimum: above, exclusiveMaximum: below } = schema;
  if (low !== undefined && high !== undefined) return ` from ${low} to ${high}`;
  const parts = [
    ...(low !== undefined ? [`≥ ${low}`] : above !== undefined ? [`> ${above}`] : []),
    ...(high !== undefined ? [`≤ ${high}`] : below !== undefined ? [`< ${below}`] : []),
  ];
  return parts.length ? ` ${parts.join(" and ")}` : "";
}

const real = (bound: number | undefined) =>
  bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER ? bound : undefined;
