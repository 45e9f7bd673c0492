import type { Fix, Reports } from "../diagnostics/diagnostic.js";
import { nearest, oneOf } from "../diagnostics/nearest.js";
import { words } from "../language/index.js";
import type { CallableWord } from "../language/word.js";
import type { LossDeclaration } from "../loss.js";
import type { Module } from "../modules/load.js";
import type * as ast from "../syntax/ast.js";
import type { Span } from "../text.js";

/** What a name can stand for. */
export type Entity =
  | { readonly kind: "loss"; readonly name: string; readonly declaration: LossDeclaration }
  | { readonly kind: "def"; readonly name: string; readonly def: ast.Def; readonly module: Module; readonly span: Span }
  | {
      readonly kind: "param";
      readonly name: string;
      readonly param: ast.Param;
      readonly module: Module;
      readonly span: Span;
    }
  | { readonly kind: "builtin"; readonly name: string; readonly word: CallableWord }
  /** Defined twice, or as something it cannot be: reported there, and nothing is said of its uses. */
  | { readonly kind: "ambiguous"; readonly name: string };

type Names = Map<string, Entity>;

/** Which names each file sees: the library, its recipes, the definitions of files it uses, and its own. */
export class Library {
  readonly #base: Names = new Map();
  readonly #own = new Map<Module, Names>();
  readonly #visible = new Map<Module, Names>();
  readonly #reports: Reports;

  constructor(
    losses: readonly LossDeclaration[],
    recipes: readonly Module[],
    modules: readonly Module[],
    reports: Reports,
  ) {
    this.#reports = reports;
    for (const word of words) this.#base.set(word.name, { kind: "builtin", name: word.name, word });
    for (const declaration of losses)
      this.#base.set(declaration.name, { kind: "loss", name: declaration.name, declaration });
    for (const recipe of recipes)
      for (const entity of this.#define(recipe).values()) this.#base.set(entity.name, entity);
    for (const recipe of recipes) this.#visible.set(recipe, this.#base);
    for (const module of modules) this.#define(module);
    for (const module of modules) this.#visible.set(module, this.#see(module));
  }

  /** What a file defines itself. */
  own(module: Module): ReadonlyMap<string, Entity> {
    return this.#own.get(module) ?? new Map();
  }

  find(module: Module, name: string): Entity | undefined {
    return (this.#visible.get(module) ?? this.#base).get(name);
  }

  /** Every name a file sees, for suggestions. */
  names(module: Module): IterableIterator<string> {
    return (this.#visible.get(module) ?? this.#base).keys();
  }

  #define(module: Module): Names {
    const own: Names = new Map();
    this.#own.set(module, own);
    for (const item of module.file.items) {
      if ((item.kind !== "def" && item.kind !== "param") || item.name.kind === "missing") continue;
      const { name, span } = item.name;
      if (item.kind === "def") this.#parametersTwice(item);
      const entity: Entity =
        item.kind === "def"
          ? { kind: "def", name, def: item, module, span }
          : { kind: "param", name, param: item, module, span };
      const first = own.get(name);
      const clear = first === undefined && this.#admits(module, name, span);
      if (first && "span" in first) this.#twice(name, span, first.span);
      own.set(name, clear ? entity : { kind: "ambiguous", name });
    }
    return own;
  }

  #parametersTwice({ parameters }: ast.Def): void {
    const met = new Map<string, Span>();
    for (const { name } of parameters) {
      const first = met.get(name.name);
      if (first) this.#twice(name.name, name.span, first);
      else met.set(name.name, name.span);
    }
  }

  /** Report a definition that hides, or may not hide, what the library calls by the same name. */
  #admits(module: Module, name: string, span: Span): boolean {
    const hidden = this.#base.get(name);
    if (!hidden || module.role === "recipe") return true;
    if (hidden.kind === "builtin") {
      this.#reports.report("reservedName", span, { name }, { hint: "choose another name" });
      return false;
    }
    const what = hidden.kind === "loss" ? "a loss" : "a recipe";
    this.#reports.report(
      "shadowedLoss",
      span,
      { name, what },
      { hint: "choose another name, so that readers are not misled" },
    );
    return true;
  }

  #see(module: Module): Names {
    const visible: Names = new Map(this.#base);
    const own = this.#own.get(module)!;
    const brought = new Map<string, { entity: Entity; use: Span }>();
    for (const use of module.uses) {
      for (const entity of this.#own.get(use.module)?.values() ?? []) {
        if (entity.kind !== "def") continue;
        const clash = own.get(entity.name);
        const other = brought.get(entity.name);
        if (clash && "span" in clash) this.#twice(entity.name, clash.span, entity.span);
        else if (other) this.#twice(entity.name, use.span, other.use);
        else brought.set(entity.name, { entity, use: use.span });
      }
    }
    for (const [name, { entity }] of brought) visible.set(name, entity);
    for (const [name, entity] of own) visible.set(name, entity);
    return visible;
  }

  #twice(name: string, span: Span, first: Span): void {
    const related = [{ span: first, message: "first defined here" }];
    this.#reports.report("duplicateName", span, { name }, { related, hint: "rename one of the two" });
  }
}

/** What to say of a name that is unknown: the nearest known ones, as a hint and as edits. */
export function suggestions(
  name: string,
  span: Span,
  known: Iterable<string>,
  otherwise?: string,
): { hint?: string | undefined; fixes?: readonly Fix[] } {
  const near = nearest(name, known);
  if (near.length === 0) return { hint: otherwise };
  const fixes = near.map((text) => ({ title: `Change to \`${text}\``, certain: false, edits: [{ span, text }] }));
  return { hint: `did you mean ${oneOf(near)}?`, fixes };
}
