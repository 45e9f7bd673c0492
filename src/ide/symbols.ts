import { taskKeyOf } from "../check/task-keys.js";
import type { ast } from "../syntax/index.js";
import type { Span } from "../text.js";
import type { Analysis } from "./analysis.js";

export type SymbolKind =
  | "task"
  | "class"
  | "head"
  | "mask"
  | "field"
  | "entry"
  | "param"
  | "def"
  | "parameter"
  | "program"
  | "phase";

/** A part of a file that has a name, with the parts it consists of. */
export interface DocumentSymbol {
  readonly kind: SymbolKind;
  readonly name: string;
  /** What is said of it, on one line. */
  readonly detail: string;
  /** The whole of it. */
  readonly span: Span;
  /** Its name. */
  readonly selection: Span;
  readonly children: readonly DocumentSymbol[];
}

/** The outline of the main file. */
export function documentSymbols({ main }: Pick<Analysis, "main">): DocumentSymbol[] {
  const { file, source } = main;
  const outline = new Outline(source.text);
  const items = file.items.flatMap((item) => outline.item(item));
  return file.minimize ? [...items, outline.program(file.minimize)] : items;
}

class Outline {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  item(item: ast.Item): DocumentSymbol[] {
    switch (item.kind) {
      case "use":
        return [];
      case "task": {
        const selection = keyword(item.span, "task");
        const children = item.entries.map((entry) => this.#entry(entry));
        return [{ kind: "task", name: "task", detail: "", span: item.span, selection, children }];
      }
      case "param":
        return this.#named("param", item, this.#written(item.value.span), []);
      case "def": {
        const children = item.parameters.flatMap((p) => this.#named("parameter", p, this.#written(p.value.span), []));
        return this.#named("def", item, item.doc[0] ?? this.#written(item.body.span), children);
      }
    }
  }

  program({ span, bare, body }: ast.Minimize): DocumentSymbol {
    const selection = bare ? span : keyword(span, "minimize");
    const children = phasesOf(body).map(({ at, expr }): DocumentSymbol => {
      const name = at ? `then@${this.#written(at.span)}` : "from the beginning";
      const whole = at ? { ...at.span, end: Math.max(at.span.end, expr.span.end) } : expr.span;
      return {
        kind: "phase",
        name,
        detail: this.#written(expr.span),
        span: whole,
        selection: at?.span ?? expr.span,
        children: [],
      };
    });
    const phases = children.length > 1 ? children : [];
    return {
      kind: "program",
      name: "minimize",
      detail: phases.length > 0 ? "" : this.#written(body.span),
      span,
      selection,
      children: phases,
    };
  }

  #entry({ key, values, span }: ast.TaskEntry): DocumentSymbol {
    const kind = taskKeyOf(key.name)?.lists;
    const flat = values.flatMap((value) => (value.kind === "list" ? value.items : [value]));
    const children = flat.flatMap((value): DocumentSymbol[] => {
      const name = value.kind === "ident" ? value.name : value.kind === "string" ? value.value : "";
      if (!kind || name === "") return [];
      return [{ kind, name, detail: "", span: value.span, selection: value.span, children: [] }];
    });
    const detail = flat.map((value) => this.#written(value.span)).join(", ");
    return { kind: "entry", name: key.name, detail, span, selection: key.span, children };
  }

  #named(
    kind: SymbolKind,
    { name, span }: { readonly name: ast.Ident | ast.Missing; readonly span: Span },
    detail: string,
    children: readonly DocumentSymbol[],
  ): DocumentSymbol[] {
    // While its name is being typed it has none, and its parts stand for themselves.
    return name.kind === "missing"
      ? [...children]
      : [{ kind, name: name.name, detail, span, selection: name.span, children }];
  }

  #written({ start, end }: Span): string {
    const text = this.#text.slice(start, end).replace(/\s+/g, " ").trim();
    return text.length > 60 ? `${text.slice(0, 59)}…` : text;
  }
}

/** The phases of a chain, in the order of the text. */
export function phasesOf(body: ast.Expression): { readonly at?: ast.When; readonly expr: ast.Expression }[] {
  const phases: { at?: ast.When; expr: ast.Expression }[] = [];
  let expr = body;
  for (; expr.kind === "then"; expr = expr.before) phases.push({ at: expr.when, expr: expr.after });
  phases.push({ expr });
  return phases.reverse();
}

const keyword = (span: Span, word: string): Span => ({ ...span, end: Math.min(span.end, span.start + word.length) });
