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
  /** The parameters that are not as the declaration has them, in its order. */
  readonly set: readonly string[];
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

function keyOf({ declaration, params, set, classes, head, mask }: Term): string {
  const chosen = classes ? `${classes.negated ? "!" : ""}${classes.indices.join()}` : "all";
  let given = "";
  for (const name of set) given += `${name}=${JSON.stringify(params[name])},`;
  return `${declaration.name}(${given})[${chosen}] on ${head ?? ""} where ${mask ?? ""}`;
}

/** Of validated arguments, the names of those that differ from what is assumed if nobody says. */
export function setBy(declaration: LossDeclaration, params: Term["params"]): readonly string[] {
  const fallbacks = defaultsOf(declaration);
  return Object.keys(params).filter((name) => {
    const value = params[name];
    const fallback = fallbacks.get(name);
    if (!fallback) return true;
    return value !== fallback.value && (typeof value !== "object" || JSON.stringify(value) !== fallback.text);
  });
}

/** How many classes a term sees, if that is known before any tensor is. */
export function classesSeen(
  { classes, params }: Pick<Term, "classes" | "params">,
  task: ResolvedTask,
): number | undefined {
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
  const { declaration, params, set, classes, head, mask } = term;
  const args = set.map((name) => `${name}=${literal(params[name])}`);
  const selected = classes ? `[${showClasses(classes, task)}]` : "";
  const given = args.length > 0 ? `(${args.join(", ")})` : "";
  return `${declaration.name}${selected}${given}${head ? ` on ${head}` : ""}${mask ? ` where ${mask}` : ""}`;
}

interface Default {
  readonly value: unknown;
  /** As JSON. */
  readonly text: string | undefined;
}
const met = new WeakMap<LossDeclaration, ReadonlyMap<string, Default>>();

/** What each parameter is if nobody says. Declarations never change, and hundreds of terms may ask. */
function defaultsOf(declaration: LossDeclaration): ReadonlyMap<string, Default> {
  let known = met.get(declaration);
  if (!known) {
    const told = Object.entries(declaration.params.shape).map(([name, schema]) => {
      const value = defaultOf(schema as z.ZodType);
      return [name, { value, text: JSON.stringify(value) }] as const;
    });
    known = new Map(told);
    met.set(declaration, known);
  }
  return known;
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

const told = new WeakMap<LossDeclaration, Map<keyof ParameterMeta, readonly string[]>>();

/** The parameters of a loss for which its declaration says `key`. Declarations never change. */
export function parametersThat(declaration: LossDeclaration, key: keyof ParameterMeta): readonly string[] {
  let known = told.get(declaration);
  if (!known) {
    known = new Map();
    told.set(declaration, known);
  }
  let names = known.get(key);
  if (!names) {
    const { shape } = declaration.params;
    names = Object.keys(shape).filter((name) => parameterMeta(shape[name] as never)[key]);
    known.set(key, names);
  }
  return names;
}
