import type { AstPath } from "./ast-path.js";
import type { Callee } from "./callee.js";
import type { ResolvedSymbol } from "./symbol.js";
import { symbolAt, symbolOf } from "./symbol-at.js";

export { type CodeAction, codeActions, fixAll, fixesFor, quickFixes, refactoringsAt } from "./actions/index.js";
export { type AnalyseOptions, type Analysis, analyse, moduleOf } from "./analysis.js";
export { type AstPath, pathAt, pathIn, visit } from "./ast-path.js";
export type { Callee } from "./callee.js";
export { complete } from "./complete/complete.js";
export type { Completion, CompletionKind } from "./complete/completion.js";
export { type Signature, signature } from "./complete/signature.js";
export { type Definition, definition } from "./definition.js";
export { type FoldingRange, foldingRanges } from "./folding.js";
export { formatting, rangeFormatting } from "./formatting.js";
export { type Hover, hover } from "./hover/hover.js";
export { type InlayHint, inlayHints } from "./inlay-hints.js";
export { type DocumentLink, documentLinks } from "./links.js";
export { type Occurrence, occurrenceAt, occurrencesIn, occurrencesOf } from "./occurrences.js";
export { type Highlight, highlights, type ReferenceOptions, references } from "./references.js";
export { prepareRename, type Refused, type Renameable, type Renamed, rename } from "./rename.js";
export { selectionRanges } from "./selection.js";
export { type SemanticToken, semanticTokens, tokenModifiers, tokenTypes } from "./semantic-tokens.js";
export type { ResolvedSymbol } from "./symbol.js";
export { symbolAt, symbolOf } from "./symbol-at.js";
export { type DocumentSymbol, documentSymbols, type SymbolKind } from "./symbols.js";
export { type WorkspaceSymbol, workspaceSymbols } from "./workspace-symbols.js";

/** @deprecated Now `ResolvedSymbol`; this name goes with the next release. */
export type Meaning = ResolvedSymbol;
/** @deprecated Now `symbolAt`; this name goes with the next release. */
export const meaningAt = symbolAt;
/** @deprecated Now `symbolOf`; this name goes with the next release. */
export const meaningOf = symbolOf;
/** @deprecated Now `Callee`; this name goes with the next release. */
export type Owner = Callee;
/** @deprecated Now `AstPath`; this name goes with the next release. */
export type Path = AstPath;
