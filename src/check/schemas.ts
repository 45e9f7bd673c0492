import { z } from "zod";
import { oneOf } from "../diagnostics/nearest.js";
import { parameterMeta } from "../loss.js";

/** The schema under `default`, `optional`, `nullable` and the like. */
function inner(schema: z.ZodType): z.ZodType {
  const { innerType } = schema.def as { innerType?: unknown };
  return innerType instanceof z.ZodType ? inner(innerType) : schema;
}

/** The value a parameter has if nobody gives it. */
export function defaultOf(schema: z.ZodType): unknown {
  const result = schema.safeParse(undefined);
  return result.success ? result.data : undefined;
}

/** The words a parameter chooses from; empty for any other kind. */
export function optionsOf(schema: z.ZodType): string[] {
  const type = inner(schema);
  if (type instanceof z.ZodEnum) return type.options.map(String);
  if (type instanceof z.ZodLiteral) return [...type.values].filter((value) => typeof value === "string");
  if (type instanceof z.ZodUnion) return type.options.flatMap((option) => optionsOf(option as z.ZodType));
  return [];
}

/** The words that one of a schema's parameters chooses from. */
export const choicesOf = ({ shape }: z.ZodObject, parameter: string): string[] => {
  const schema = shape[parameter];
  return schema ? optionsOf(schema as z.ZodType) : [];
};

/** The kind of value a parameter takes, for prose: `a number`, `` `a` or `b` ``, `a list of whole numbers`. */
export function describeType(schema: z.ZodType): string {
  const type = inner(schema);
  if (type instanceof z.ZodUnion) return type.options.map((option) => describeType(option as z.ZodType)).join(" or ");
  if (type instanceof z.ZodArray) return `a list of ${plural(describeType(type.element as z.ZodType))}`;
  if (type instanceof z.ZodNumber) return type.format?.includes("int") ? "a whole number" : "a number";
  if (type instanceof z.ZodBoolean) return "`true` or `false`";
  if (type instanceof z.ZodString) return nameWanted(type) ?? "a text";
  if (type instanceof z.ZodTuple) return "a list of fixed length";
  const options = optionsOf(type);
  return options.length > 0 ? oneOf(options) : "another kind of value";
}

const nameWanted = (schema: z.ZodType): string | undefined => {
  const { names } = parameterMeta(schema);
  return names && `the name of a ${names}`;
};

const plural = (singular: string): string => {
  if (singular.startsWith("a list of")) return singular.replace("a list", "lists");
  return singular.startsWith("a ") ? `${singular.slice(2)}s` : singular;
};

/** Whether a parameter must be given. */
export const isRequired = (schema: z.ZodType): boolean => !schema.safeParse(undefined).success;

/** The least and the greatest number a parameter, or each number of its list, may be, where those are allowed themselves. */
export function boundsOf(schema: z.ZodType): { readonly least?: number; readonly most?: number } {
  const type = inner(schema);
  if (type instanceof z.ZodArray) return boundsOf(type.element as z.ZodType);
  if (!(type instanceof z.ZodNumber)) return {};
  const { minValue, maxValue } = type;
  const allowed = (bound: number | null): bound is number =>
    bound !== null &&
    Number.isFinite(bound) &&
    Math.abs(bound) < Number.MAX_SAFE_INTEGER &&
    type.safeParse(bound).success;
  return { ...(allowed(minValue) && { least: minValue }), ...(allowed(maxValue) && { most: maxValue }) };
}
