import type { Module } from "../modules/load.js";
import { beginning } from "../program/step-function.js";
import { writtenMoment } from "../program/training-axis.js";
import { parse } from "../syntax/parse.js";
import { bounds } from "./budget.js";
import { alike, type Constant, constantKind, isUnknown, show } from "./constants.js";
import type { CheckContext } from "./context.js";
import { type Entity, suggestions } from "./library.js";
import { constantOf } from "./moments.js";

type ParamEntity = Extract<Entity, { kind: "param" }>;

/** The values of `param`s, those of the main file with what the host set in their place. */
export class Parameters {
  readonly #overrides: Readonly<Record<string, number | string>>;
  readonly #main: Module;
  /** Asked for late: values are read in the context that asks for them. */
  readonly #context: () => CheckContext;
  readonly #values = new Map<ParamEntity["param"], Constant>();
  /** Those that are being read, from the outermost in. */
  readonly #open: ParamEntity[] = [];

  constructor(overrides: Readonly<Record<string, number | string>>, main: Module, context: () => CheckContext) {
    this.#overrides = overrides;
    this.#main = main;
    this.#context = context;
  }

  valueOf(entity: ParamEntity): Constant {
    const known = this.#values.get(entity.param);
    if (known) return known;
    const from = this.#open.findIndex(({ param }) => param === entity.param);
    if (from >= 0) {
      this.#circular(this.#open.slice(from));
      return { kind: "unknown" };
    }
    if (this.#open.length >= bounds.depth) {
      const { budget, reports } = this.#context();
      budget.exceed(`parameters ${bounds.depth} deep`, entity.span, reports);
      return { kind: "unknown" };
    }
    this.#open.push(entity);
    const value = this.#read(entity);
    this.#open.pop();
    this.#values.set(entity.param, value);
    return value;
  }

  /** Report parameters that lead back to the first of them. */
  #circular(circle: readonly ParamEntity[]): void {
    const [first] = circle;
    const path = [...circle, first!].map(({ name }) => `\`${name}\``).join(" → ");
    const hint = "give one of them a value that does not depend on it: `param w = 0.5`";
    this.#context().reports.report("recursion", first!.span, { name: first!.name, path }, { hint });
  }

  /** Name and value of the main file's parameters, in the order of the text. */
  *ofMain(): Iterable<[string, Constant]> {
    for (const entity of this.#context().library.own(this.#main).values()) {
      if (entity.kind === "param") yield [entity.name, this.valueOf(entity)];
    }
  }

  /** Report what the host set and the file does not have. */
  judgeOverrides(): void {
    const { library, reports } = this.#context();
    const own = library.own(this.#main);
    const known = [...own.values()].filter((entity) => entity.kind === "param").map(({ name }) => name);
    const span = { file: this.#main.source.file, start: 0, end: 0 };
    for (const name of Object.keys(this.#overrides)) {
      if (known.includes(name)) continue;
      const { hint } = suggestions(name, span, known, known.length > 0 ? `it has ${known.join(", ")}` : "it has none");
      reports.report("unknownOverride", span, { name }, { hint });
    }
  }

  #read(entity: ParamEntity): Constant {
    const cx = this.#context();
    const { name, module, param } = entity;
    const env = { module, locals: new Map(), start: beginning };
    const inText = constantOf(param.value, env, cx);
    if (module !== this.#main || !Object.hasOwn(this.#overrides, name)) return inText;
    const given = this.#overrides[name]!;
    const set = this.#override(given, inText);
    if (set && !isUnknown(set) && alike(set, inText)) return set;
    const holes = {
      name,
      expected: constantKind(inText),
      value: `${given}`,
      found: set ? constantKind(set) : "which I cannot read",
    };
    const example = inText.kind === "moment" ? writtenMoment(inText.value) : show(inText);
    cx.reports.report("overrideType", param.value.span, holes, { hint: `set it to something like ${example}` });
    return { kind: "unknown" };
  }

  /** What the host gave, read as the language reads it; a parameter that holds text takes text as it is. */
  #override(given: number | string, like: Constant): Constant | undefined {
    if (typeof given === "number") return Number.isFinite(given) ? { kind: "number", value: given } : undefined;
    if (like.kind === "string") return { kind: "string", value: given };
    const { file, diagnostics } = parse({ file: "<set>", text: `param value = ${given}` });
    const [item, ...rest] = file.items;
    const clean = !diagnostics.some((d) => d.severity === "error") && rest.length === 0 && !file.minimize;
    if (!clean || item?.kind !== "param") return undefined;
    return constantOf(item.value, { module: this.#main, locals: new Map(), start: beginning }, this.#context());
  }
}
