import type { z } from "zod";
import { oneOf } from "../diagnostics/nearest.js";
import { parametersOf } from "../parameters.js";
import type { Span } from "../text.js";
import type { CheckContext } from "./context.js";
import { suggestions } from "./library.js";
import type { Given } from "./params.js";

interface Name {
  readonly name: string;
  readonly span: Span;
}

/** Whether the task lists this head; reported if not. */
export function knownHead({ name, span }: Name, cx: CheckContext): boolean {
  const { heads } = cx.task;
  if (heads.includes(name)) return true;
  const all = heads.length > 0 ? `the heads are ${oneOf(heads, "and")}` : `list it in the task: \`heads: ${name}\``;
  cx.reports.report("unknownHead", span, { name }, () => suggestions(name, span, heads, all));
  return false;
}

function knownField({ name, span }: Name, cx: CheckContext): boolean {
  const { fields } = cx.task;
  if (fields.includes(name)) return true;
  const all = fields.length > 0 ? `the fields are ${oneOf(fields, "and")}` : `list it in the task: \`fields: ${name}\``;
  cx.reports.report("unknownField", span, { name }, () => suggestions(name, span, fields, all));
  return false;
}

/** Whether the task lists this mask; reported if not. */
export function knownMask({ name, span }: Name, cx: CheckContext): boolean {
  const { masks } = cx.task;
  if (masks.includes(name)) return true;
  const all = masks.length > 0 ? `the masks are ${oneOf(masks, "and")}` : `list it in the task: \`masks: ${name}\``;
  cx.reports.report("unknownMask", span, { name }, () => suggestions(name, span, masks, all));
  return false;
}

/** Whether the task has the heads and fields that arguments name; reported if not. */
export function namesKnown(schema: z.ZodObject, given: ReadonlyMap<string, Given>, cx: CheckContext): boolean {
  let known = true;
  for (const [parameter, kind] of tensorParameters(schema)) {
    const found = given.get(parameter);
    for (const name of found ? namesIn(found) : [])
      known = (kind === "head" ? knownHead : knownField)(name, cx) && known;
  }
  return known;
}

type TensorParameters = readonly (readonly [name: string, kind: "head" | "field"])[];

const met = new WeakMap<z.ZodObject, TensorParameters>();

/** The parameters that hold names of heads or fields. Schemas never change. */
function tensorParameters(schema: z.ZodObject): TensorParameters {
  let known = met.get(schema);
  if (!known) {
    known = parametersOf(schema).flatMap(({ name, meta }) => (meta.names ? [[name, meta.names] as const] : []));
    met.set(schema, known);
  }
  return known;
}

/** The names an argument holds: one, or a list of them. */
function namesIn({ argument: { value }, constant }: Given): Name[] {
  if (constant.kind === "word" || constant.kind === "string") return [{ name: constant.value, span: value.span }];
  if (constant.kind !== "list") return [];
  return constant.items.flatMap((item, i) => {
    const span = (value.kind === "list" ? value.items[i] : undefined)?.span ?? value.span;
    return item.kind === "word" || item.kind === "string" ? [{ name: item.value, span }] : [];
  });
}
