import type { z } from "zod";
import { type LossDeclaration, type ParameterMeta, parameterMeta } from "../loss.js";
import type * as ast from "../syntax/ast.js";
import type { Span } from "../text.js";
import type { ClassSelection, ResolvedTask } from "./program.js";
import { defaultOf } from "./schemas.js";

/** One loss with validated arguments and what it is restricted to. */
export interface Term {
  readonly declaration: LossDeclaration;
  readonly params: Readonly<Record<string, unknown>>;
  readonly classes?: ClassSelection;
  readonly head?: string;
  readonly mask?: string;
  /** Where it was first written. */
  readonly span: Span;
  /** The arguments as written there. */
  readonly args: ReadonlyMap<string, ast.Argument>;
}

/** All terms met so far; the same loss with the same arguments and restrictions has the same number. */
export class Terms {
  readonly #all: Term[] = [];
  readonly #numbers = new Map<string, number>();

  get count(): number {
    return this.#all.length;
  }

  get(number: number): Term {
    return this.#all[number]!;
  }

  number(term: Term): number {
    const key = keyOf(term);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#all.length);
    return this.#all.push(term) - 1;
  }
}

function keyOf({ declaration, params, classes, head, mask }: Term): string {
  const sorted = Object.keys(params)
    .sort()
    .map((name) => [name, params[name]]);
  return JSON.stringify([declaration.name, sorted, classes ?? null, head ?? null, mask ?? null]);
}

/** How many classes a term sees, if that is known before any tensor is. */
export function classesSeen({ classes, params }: Term, task: ResolvedTask): number | undefined {
  const all = task.classes?.length;
  if (classes) {
    if (!classes.negated) return classes.indices.length;
    return all === undefined ? undefined : all - classes.indices.length;
  }
  if (all === undefined) return undefined;
  return params.background === false && task.exclusive && all > 1 ? all - 1 : all;
}

/** A short name that says all that differs from the loss as it is declared, in the language itself: `cldice[vessel](iterations=10) on aux`. */
export function labelOf(term: Term, task: ResolvedTask): string {
  const { declaration, params, classes, head, mask } = term;
  const args = Object.keys(params).flatMap((name) => {
    const schema = declaration.params.shape[name];
    const value = JSON.stringify(params[name]);
    return schema && value === defaultText(schema as z.ZodType) ? [] : [`${name}=${literal(params[name])}`];
  });
  const selected = classes ? `[${showClasses(classes, task)}]` : "";
  const given = args.length > 0 ? `(${args.join(", ")})` : "";
  return `${declaration.name}${selected}${given}${head ? ` on ${head}` : ""}${mask ? ` where ${mask}` : ""}`;
}

const defaultTexts = new WeakMap<z.ZodType, { readonly text: string | undefined }>();

/** The default of a parameter as JSON. Schemas never change, and hundreds of terms may ask. */
function defaultText(schema: z.ZodType): string | undefined {
  let known = defaultTexts.get(schema);
  if (!known) {
    known = { text: JSON.stringify(defaultOf(schema)) };
    defaultTexts.set(schema, known);
  }
  return known.text;
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value === "string" && /^[A-Za-z_]\w*$/.test(value)) return value;
  return JSON.stringify(value) ?? "none";
}

export function showClasses({ negated, indices }: ClassSelection, task: ResolvedTask): string {
  const name = (index: number): string => {
    const known = task.classes?.[index];
    return known !== undefined && /^[A-Za-z_]\w*$/.test(known) ? known : `${index}`;
  };
  return `${negated ? "!" : ""}${indices.map(name).join(", ")}`;
}

/** The parameters of a loss for which its declaration says `key`. */
export const parametersThat = (declaration: LossDeclaration, key: keyof ParameterMeta): string[] =>
  Object.keys(declaration.params.shape).filter((name) => parameterMeta(declaration.params.shape[name] as never)[key]);
