import type { LossDeclaration, ParameterMeta } from "../loss.js";
import { parametersOf } from "../parameters.js";
import { indicesSeen, type SeenClasses, seenClasses } from "../program/classes.js";
import type { ClassSelection, ResolvedTask } from "../program/program.js";
import type * as ast from "../syntax/ast.js";
import type { Span } from "../text.js";
import type { ValidatedArguments } from "./validated-arguments.js";

/** One loss with validated arguments and what it is restricted to. */
export interface CheckedTerm {
  readonly declaration: LossDeclaration;
  readonly validated: ValidatedArguments;
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
  readonly #all: CheckedTerm[] = [];
  readonly #numbers = new Map<string, number>();

  get count(): number {
    return this.#all.length;
  }

  get(number: number): CheckedTerm {
    return this.#all[number]!;
  }

  number(term: CheckedTerm): number {
    const key = keyOf(term);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#all.length);
    return this.#all.push(term) - 1;
  }
}

function keyOf({ declaration, validated: accepted, classes, head, mask }: CheckedTerm): string {
  const chosen = classes ? `${classes.negated ? "!" : ""}${classes.indices.join()}` : "all";
  return `${declaration.name}(${accepted.key})[${chosen}] on ${head ?? ""} where ${mask ?? ""}`;
}

/** The classes a term sees, as far as the task tells: those of a vector field or a contour are no classes, and all are read. */
export function classesSeenBy({ declaration, classes, validated }: CheckedTerm, task: ResolvedTask): SeenClasses {
  if (declaration.channels === "space") return { kind: "all" };
  return seenClasses(classes, validated.params.background === false, task);
}

/** How many classes are seen, if that is known before any tensor is. */
export function countSeen(seen: SeenClasses, task: ResolvedTask): number | undefined {
  if (seen.kind === "some") return seen.indices.length;
  const { classes, exclusive } = task;
  return classes && indicesSeen(seen, { classes: classes.length, exclusive: exclusive ?? false }).length;
}

/** A short name that says all that differs from the loss as it is declared, in the language itself: `cldice[vessel](iterations=10) on aux`. */
export function labelOf(term: CheckedTerm, task: ResolvedTask): string {
  const { declaration, validated: accepted, classes, head, mask } = term;
  const selected = classes ? `[${showClasses(classes, task)}]` : "";
  const given = accepted.label && `(${accepted.label})`;
  return `${declaration.name}${selected}${given}${head ? ` on ${head}` : ""}${mask ? ` where ${mask}` : ""}`;
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
    names = parametersOf(declaration.params).flatMap(({ name, meta }) => (meta[key] ? [name] : []));
    known.set(key, names);
  }
  return names;
}
