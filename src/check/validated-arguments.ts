import type { LossDeclaration } from "../loss.js";
import { parametersOf } from "../parameters.js";
import type { Constant } from "./constants.js";

/** Arguments that a loss accepts, and what follows from them alone: from no task, no place and no text. */
export interface ValidatedArguments {
  /** With defaults filled in. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The parameters that are not as the declaration has them, in its order. */
  readonly set: readonly string[];
  /** Those with their values: equal for equal arguments, and for no others. */
  readonly key: string;
  /** Those with their values, in the language itself: `alpha=0.3, mode=mean`. */
  readonly label: string;
}

export function validatedArguments(
  declaration: LossDeclaration,
  params: ValidatedArguments["params"],
): ValidatedArguments {
  const set = setBy(declaration, params);
  let key = "";
  let label = "";
  for (const name of set) {
    key += `${name}=${JSON.stringify(params[name])},`;
    label += `${label && ", "}${name}=${literal(params[name])}`;
  }
  return { params, set, key, label };
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value === "string" && /^[A-Za-z_]\w*$/.test(value)) return value;
  return JSON.stringify(value) ?? "none";
}

/** Of validated arguments, the names of those that differ from what is assumed if nobody says. */
function setBy(declaration: LossDeclaration, params: ValidatedArguments["params"]): readonly string[] {
  const fallbacks = defaultsOf(declaration);
  return Object.keys(params).filter((name) => {
    const value = params[name];
    const fallback = fallbacks.get(name);
    if (!fallback) return true;
    return value !== fallback.value && (typeof value !== "object" || JSON.stringify(value) !== fallback.text);
  });
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
    const told = parametersOf(declaration.params).map(
      ({ name, default: value }) => [name, { value, text: JSON.stringify(value) }] as const,
    );
    known = new Map(told);
    met.set(declaration, known);
  }
  return known;
}

/** How many calls of one loss are remembered, from the latest on; at most twice as many are held. */
export const remembered = 1_024;

/**
 * What a loss accepted before, by the values given: an editor checks the same calls at every key. Only calls whose values are no lists are kept, and
 * everyone gets a record of parameters of their own, so that nobody can change another's.
 */
export class ValidationCache {
  #recent = new Map<string, ValidatedArguments>();
  #before = new Map<string, ValidatedArguments>();

  get(key: string): ValidatedArguments | undefined {
    let known = this.#recent.get(key);
    if (known === undefined) {
      known = this.#before.get(key);
      if (known === undefined) return undefined;
      this.#keep(key, known);
    }
    return { ...known, params: { ...known.params } };
  }

  add(key: string, found: ValidatedArguments): void {
    if (Object.values(found.params).some((value) => typeof value === "object" && value !== null)) return;
    this.#keep(key, { ...found, params: { ...found.params } });
  }

  get size(): number {
    return this.#recent.size + this.#before.size;
  }

  #keep(key: string, found: ValidatedArguments): void {
    if (this.#recent.size >= remembered) {
      this.#before = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(key, found);
  }
}

const acceptances = new WeakMap<LossDeclaration, ValidationCache>();

/** Held as long as the declaration is. */
export function validationCacheOf(declaration: LossDeclaration): ValidationCache {
  let known = acceptances.get(declaration);
  if (!known) {
    known = new ValidationCache();
    acceptances.set(declaration, known);
  }
  return known;
}

/** Who writes more than this into one call does not do so three hundred times. */
const longestKey = 256;

/** The values given, as text: equal for equal values, and for no others; nothing where one is no number, text or truth value, or they are long. */
export function keyOf(given: ReadonlyMap<string, { readonly constant: Constant }>): string | undefined {
  let key = "";
  for (const [name, { constant }] of given) {
    switch (constant.kind) {
      case "number":
        key += `${name}=${Object.is(constant.value, -0) ? "-0" : constant.value},`;
        break;
      case "boolean":
        key += `${name}=${constant.value},`;
        break;
      case "string":
      case "word":
        key += `${name}=${JSON.stringify(constant.value)},`;
        break;
      default:
        return undefined;
    }
  }
  return key.length <= longestKey ? key : undefined;
}
