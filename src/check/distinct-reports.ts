import { type Catalog, catalog, type Holes } from "../diagnostics/catalog/index.js";
import { type Extra, Reports } from "../diagnostics/diagnostic.js";
import type { Span } from "../text.js";

/** Nobody reads more, and an editor has to draw each. */
const most = { errors: 200, remarks: 400 };

/** One mistake met by several ways — a definition used twice — is reported once. */
export class DistinctReports extends Reports {
  readonly #met = new Set<string>();
  readonly #counts = { errors: 0, remarks: 0 };

  override report<K extends keyof Catalog>(
    key: K,
    span: Span,
    holes: Holes<Catalog[K]>,
    extra: Extra | (() => Extra) = {},
  ): void {
    // What the host said has no place of its own in the text, and is told apart by what it is.
    const what = span.start === span.end ? JSON.stringify(holes) : "";
    const id = `${key} ${span.file} ${span.start} ${span.end} ${what}`;
    if (this.#met.has(id)) return;
    this.#met.add(id);
    const kind = catalog[key].severity === "error" ? "errors" : "remarks";
    if (++this.#counts[kind] > most[kind]) {
      if (kind === "errors" && this.#counts.errors === most.errors + 1)
        super.report("tooManyMistakes", span, { count: `${most.errors}` });
      return;
    }
    super.report(key, span, holes, extra);
  }
}
