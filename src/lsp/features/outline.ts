import {
  type DocumentSymbol,
  type FoldingRange,
  FoldingRangeKind,
  type SelectionRange,
  type SymbolInformation,
  SymbolKind,
} from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import * as ide from "../../ide/index.js";
import { cover } from "../../text.js";
import { rangeOf } from "../protocol/convert.js";
import { requestBoundary } from "../protocol/error-boundary.js";
import { type Feature, onDocument } from "../protocol/feature.js";
import type { Workspace } from "../workspace.js";

const kinds = {
  task: SymbolKind.Struct,
  entry: SymbolKind.Property,
  class: SymbolKind.EnumMember,
  head: SymbolKind.Field,
  mask: SymbolKind.Field,
  field: SymbolKind.Field,
  param: SymbolKind.Constant,
  def: SymbolKind.Function,
  parameter: SymbolKind.Variable,
  program: SymbolKind.Object,
  phase: SymbolKind.Event,
} satisfies Record<ide.SymbolKind, SymbolKind>;

/** What a text consists of: its outline, what can be folded, what a selection grows to, and the names of all files around. */
export const outlineFeature: Feature = {
  capabilities: () => ({
    documentSymbolProvider: true,
    workspaceSymbolProvider: true,
    foldingRangeProvider: true,
    selectionRangeProvider: true,
  }),
  listen(connection, workspace) {
    connection.onDocumentSymbol(
      onDocument(connection, workspace, "symbols", ({ document, analysis }) => {
        const symbols = ide.documentSymbols(analysis).map((symbol) => shown(symbol, document));
        const nested = workspace.client.textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport;
        return nested ? symbols : symbols.flatMap((symbol) => flat(symbol, document.uri));
      }),
    );
    connection.onWorkspaceSymbol(requestBoundary(connection, "symbols", ({ query }) => searched(query, workspace)));
    connection.onFoldingRanges(
      onDocument(connection, workspace, "folding", ({ document, analysis }) =>
        ide.foldingRanges(analysis).map((range) => folded(range, document)),
      ),
    );
    connection.onSelectionRanges(
      onDocument(connection, workspace, "selection", ({ document, analysis }, { positions }) =>
        positions.map((position) => {
          const spans = ide.selectionRanges(analysis, document.offsetAt(position));
          return nested(spans.map((span) => rangeOf(document, span))) ?? { range: { start: position, end: position } };
        }),
      ),
    );
  },
};

function shown(
  { kind, name, detail, span, selection, children }: ide.DocumentSymbol,
  document: TextDocument,
): DocumentSymbol {
  return {
    kind: kinds[kind],
    name,
    ...(detail !== "" && { detail }),
    // Clients refuse an outline in which a name lies outside of what it names.
    range: rangeOf(document, cover(span, selection)),
    selectionRange: rangeOf(document, selection),
    children: children.map((child) => shown(child, document)),
  };
}

/** For clients that do not know nested outlines. */
function flat(
  { name, kind, range, children = [] }: DocumentSymbol,
  uri: string,
  containerName = "",
): SymbolInformation[] {
  const own = { name, kind, location: { uri, range }, ...(containerName !== "" && { containerName }) };
  return [own, ...children.flatMap((child) => flat(child, uri, name))];
}

function searched(query: string, workspace: Workspace): SymbolInformation[] {
  const analyses = workspace.all();
  return ide.workspaceSymbols(analyses, query).flatMap(({ kind, name, container, span }) => {
    const analysis = analyses.find(({ sources }) => sources.has(span.file));
    const location = analysis && workspace.locationOf(span, analysis);
    return location
      ? [{ kind: kinds[kind], name, location, ...(container !== "" && { containerName: container }) }]
      : [];
  });
}

/** A bracket that closes what is folded stays to be seen, if it has a line of its own. */
function folded({ span, kind }: ide.FoldingRange, document: TextDocument): FoldingRange {
  const { start, end } = rangeOf(document, span);
  const lastLine = document.getText({ start: { line: end.line, character: 0 }, end });
  const closer = /^\s*[)\]}]+$/.test(lastLine) && end.line > start.line + 1;
  return {
    startLine: start.line,
    endLine: closer ? end.line - 1 : end.line,
    ...(kind === "comment" && { kind: FoldingRangeKind.Comment }),
  };
}

const nested = (ranges: readonly SelectionRange["range"][]): SelectionRange | undefined =>
  ranges.reduceRight<SelectionRange | undefined>((parent, range) => ({ range, ...(parent && { parent }) }), undefined);
