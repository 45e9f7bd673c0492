import type { Span } from "../text.js";
import type { Analysis } from "./analysis.js";
import { type DocumentSymbol, documentSymbols, type SymbolKind } from "./symbols.js";

export interface WorkspaceSymbol {
  readonly kind: SymbolKind;
  readonly name: string;
  /** What it is a part of: `task`, or the name of a definition. */
  readonly container: string;
  readonly span: Span;
}

const searched: ReadonlySet<SymbolKind> = new Set(["def", "param", "class", "head", "mask", "field"]);

/**
 * What the files of a workspace define, by a query whose letters stand in a name in that order, whatever lies between: `rgv` finds `region_vessels`. Best first: letters
 * that begin a word or follow one another count most. An empty query finds all.
 */
export function workspaceSymbols(analyses: readonly Analysis[], query: string, most = 200): WorkspaceSymbol[] {
  const found = new Map<string, { symbol: WorkspaceSymbol; score: number }>();
  for (const analysis of analyses) {
    for (const symbol of flat(documentSymbols(analysis), "")) {
      const score = searched.has(symbol.kind) ? likeness(query, symbol.name) : undefined;
      if (score !== undefined) found.set(`${symbol.span.file}:${symbol.span.start}`, { symbol, score });
    }
  }
  return [...found.values()]
    .sort(
      (a, b) =>
        b.score - a.score || a.symbol.name.length - b.symbol.name.length || (a.symbol.name < b.symbol.name ? -1 : 1),
    )
    .slice(0, most)
    .map(({ symbol }) => symbol);
}

const flat = (symbols: readonly DocumentSymbol[], container: string): WorkspaceSymbol[] =>
  symbols.flatMap(({ kind, name, selection, children }) => [
    { kind, name, container, span: selection },
    ...flat(children, kind === "entry" ? container : name),
  ]);

/** How well a query fits a name; `undefined` where a letter of it is missing. */
export function likeness(query: string, name: string): number | undefined {
  const [wanted, letters] = [query.toLowerCase(), name.toLowerCase()];
  let score = 0;
  let at = -1;
  for (const letter of wanted) {
    const next = letters.indexOf(letter, at + 1);
    if (next < 0) return undefined;
    if (next === 0 || letters[next - 1] === "_") score += 3;
    if (next === at + 1) score += 2;
    at = next;
  }
  return wanted === letters ? score + 10 : score;
}
