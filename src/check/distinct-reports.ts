import type { Catalog, Holes } from "../diagnostics/catalog/index.js";
import { type Extra, Reports } from "../diagnostics/diagnostic.js";
import type { Span } from "../text.js";

/** One mistake met by several ways — a definition used twice — is reported once. */
export class DistinctReports extends Reports {
  readonly #met = new Set<string>();

  override report<K extends keyof Catalog>(key: K, span: Span, holes: Holes<Catalog[K]>, extra: Extra = {}): void {
    // What the host said has no place of its own in the text, and is told apart by what it is.
    const what = span.start === span.end ? JSON.stringify(holes) : "";
    const id = `${key} ${span.file} ${span.start} ${span.end} ${what}`;
    if (this.#met.has(id)) return;
    this.#met.add(id);
    super.report(key, span, holes, extra);
  }
}
