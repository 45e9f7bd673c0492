import { z } from "zod";
import { type ParameterMeta, parameterMeta } from "./loss.js";

/** What a parameter of a loss, or of a word of the language, takes: read from its schema once, as data. */
export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  /** Whether it must be given. */
  readonly required: boolean;
  /** Its value if nobody gives one; `undefined` and `null` where there is none. */
  readonly default: unknown;
  /** Its description, or nothing. */
  readonly meaning: string;
  /** What the checker must know of it beyond its type. */
  readonly meta: ParameterMeta;
}

export type ParameterType =
  | { readonly kind: "number"; readonly whole: boolean; readonly least?: Bound; readonly most?: Bound }
  | { readonly kind: "boolean" }
  | { readonly kind: "text" }
  /** The name of a head or a field of the task. */
  | { readonly kind: "name"; readonly of: "head" | "field" }
  /** One of these values, most often words. */
  | { readonly kind: "choice"; readonly values: readonly unknown[] }
  | { readonly kind: "list"; readonly of: ParameterType; readonly shortest?: number; readonly longest?: number }
  /** A list of fixed length, its items of types of their own. */
  | { readonly kind: "tuple" }
  | { readonly kind: "either"; readonly types: readonly ParameterType[] }
  | { readonly kind: "other" };

export interface Bound {
  readonly value: number;
  /** Whether the bound itself is allowed. */
  readonly inclusive: boolean;
}

const known = new WeakMap<z.ZodObject, readonly Parameter[]>();

/** The parameters of a schema, in its order. Schemas never change. */
export function parametersOf(schema: z.ZodObject): readonly Parameter[] {
  let parameters = known.get(schema);
  if (!parameters) {
    parameters = Object.entries(schema.shape).map(([name, type]) => read(name, asType(type)));
    known.set(schema, parameters);
  }
  return parameters;
}

export const parameterOf = (schema: z.ZodObject, name: string): Parameter | undefined =>
  parametersOf(schema).find((parameter) => parameter.name === name);

/** The words that a parameter chooses from; empty for any other kind. */
export function choicesOf(type: ParameterType): readonly string[] {
  if (type.kind === "either") return type.types.flatMap(choicesOf);
  return type.kind === "choice" ? type.values.filter((value) => typeof value === "string") : [];
}

function read(name: string, schema: z.ZodType): Parameter {
  // A type that takes anything takes `undefined`, too, but the key may not be left out.
  const absent = schema._zod.optin === undefined ? undefined : schema.safeParse(undefined);
  return {
    name,
    type: typeOf(schema),
    required: !absent?.success,
    default: absent?.data,
    meaning: layersOf(schema).find(({ description }) => description !== undefined)?.description ?? "",
    meta: parameterMeta(schema),
  };
}

function typeOf(schema: z.ZodType): ParameterType {
  const type = layersOf(schema).at(-1)!;
  const { names } = parameterMeta(schema);
  if (names) return { kind: "name", of: names };
  if (type instanceof z.ZodNumber) return numberOf(type);
  if (type instanceof z.ZodBoolean) return { kind: "boolean" };
  if (type instanceof z.ZodString) return { kind: "text" };
  if (type instanceof z.ZodEnum) return { kind: "choice", values: type.options };
  if (type instanceof z.ZodLiteral) return { kind: "choice", values: [...type.values] };
  if (type instanceof z.ZodTuple) return { kind: "tuple" };
  if (type instanceof z.ZodArray) return listOf(type);
  if (type instanceof z.ZodUnion)
    return { kind: "either", types: type.options.map((option) => typeOf(asType(option))) };
  return { kind: "other" };
}

/** A schema, and what it is made of under `default`, `optional`, `nullable` and the like. */
function layersOf(schema: z.ZodType): readonly z.ZodType[] {
  const inner = "innerType" in schema.def ? schema.def.innerType : undefined;
  return inner instanceof z.ZodType ? [schema, ...layersOf(inner)] : [schema];
}

function numberOf(type: z.ZodNumber): ParameterType {
  const bound = (value: number | null): Bound | undefined =>
    // zod gives every integer the bounds of the safe integers.
    value === null || !Number.isFinite(value) || Math.abs(value) >= Number.MAX_SAFE_INTEGER
      ? undefined
      : { value, inclusive: type.safeParse(value).success };
  const [least, most] = [bound(type.minValue), bound(type.maxValue)];
  const whole = type.format?.includes("int") ?? false;
  return { kind: "number", whole, ...(least && { least }), ...(most && { most }) };
}

function listOf(type: z.ZodArray): ParameterType {
  let lengths: { readonly shortest?: number; readonly longest?: number } = {};
  for (const check of type.def.checks ?? []) {
    if (check instanceof z.core.$ZodCheckMinLength) lengths = { ...lengths, shortest: check._zod.def.minimum };
    if (check instanceof z.core.$ZodCheckMaxLength) lengths = { ...lengths, longest: check._zod.def.maximum };
    if (check instanceof z.core.$ZodCheckLengthEquals)
      lengths = { shortest: check._zod.def.length, longest: check._zod.def.length };
  }
  return { kind: "list", of: typeOf(asType(type.element)), ...lengths };
}

/** What zod's types call the core of a schema is one of its classes. */
const asType = (schema: z.core.$ZodType): z.ZodType => (schema instanceof z.ZodType ? schema : z.unknown());
