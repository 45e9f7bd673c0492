import { expect } from "vitest";
import {
  type CodeAction,
  type CompletionItem,
  type CompletionList,
  type DocumentHighlight,
  type DocumentLink,
  type DocumentSymbol,
  type FoldingRange,
  type Hover,
  type InlayHint,
  type Location,
  type LocationLink,
  MarkupContent,
  type SelectionRange,
  type SemanticTokens,
  type SemanticTokensDelta,
  type ServerCapabilities,
  type SignatureHelp,
  type SymbolInformation,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Session } from "./session.js";

/** A program with something for every request; it uses `shared recipes/a.loss`, which defines `region`. */
export const spoken = `use "./shared recipes/a.loss"

task {
  classes: background, vessel
}

param late = epoch40

minimize region + 0.5*(dice[vessel] + 3*betti)
    then@late ce + tversky(alpha=0.3)
`;

/** Every kind of request a client may send, each about the text above and with its answer checked. Ends with another version of the text. */
export async function converse(session: Session, uri: string, { capabilities }: { capabilities: ServerCapabilities }) {
  const asked = new Set<string>();
  const ask = <R>(method: string, params: unknown): Promise<R> => {
    asked.add(method);
    return session.ask(method, params);
  };
  const textDocument = { uri };
  const text = () => session.documents.get(uri)!.getText();
  const at = (part: string, more = 0) => session.at(uri, text().indexOf(part) + more);
  const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

  const hover = await ask<Hover>("textDocument/hover", at("tversky", 1));
  expect(MarkupContent.is(hover.contents) && hover.contents.value).toMatch(/tversky[\s\S]*alpha/);

  const { items } = await ask<CompletionList>("textDocument/completion", at("alpha"));
  const beta = items.find(({ label }) => label.startsWith("beta"))!;
  expect(beta.textEdit?.newText).toMatch(/^beta=/);
  const resolved = await ask<CompletionItem>("completionItem/resolve", beta);
  expect(JSON.stringify(resolved.documentation)).toContain("beta");

  const help = await ask<SignatureHelp>("textDocument/signatureHelp", at("alpha=0.3", 6));
  const [signature] = help.signatures;
  const [start, end] = signature!.parameters![help.activeParameter!]!.label as [number, number];
  expect(signature!.label.slice(start, end)).toMatch(/^alpha/);

  const [link] = await ask<LocationLink[]>("textDocument/definition", at("region +"));
  expect(decodeURIComponent(link!.targetUri)).toMatch(/shared recipes\/a\.loss$/);
  const references = await ask<Location[]>("textDocument/references", {
    ...at("late"),
    context: { includeDeclaration: true },
  });
  expect(references.map(({ range }) => range.start.line)).toEqual([6, 9]);
  expect(await ask<DocumentHighlight[]>("textDocument/documentHighlight", at("vessel"))).toHaveLength(2);
  const [path] = await ask<DocumentLink[]>("textDocument/documentLink", { textDocument });
  expect(path!.target).toBe(link!.targetUri);

  expect(await ask("textDocument/prepareRename", at("late"))).toMatchObject({ placeholder: "late" });
  const renamed = await ask<WorkspaceEdit>("textDocument/rename", { ...at("late"), newName: "later" });
  expect(renamed.changes![uri]!.map(({ newText }) => newText)).toEqual(["later", "later"]);

  const symbols = await ask<DocumentSymbol[]>("textDocument/documentSymbol", { textDocument });
  expect(symbols.map(({ name }) => name)).toEqual(["task", "late", "minimize"]);
  const known = await ask<SymbolInformation[]>("workspace/symbol", { query: "region" });
  expect(known.map(({ name }) => name)).toContain("region");
  expect(await ask<FoldingRange[]>("textDocument/foldingRange", { textDocument })).toHaveLength(2);
  const positions = [at("vessel]").position];
  const [selection] = await ask<SelectionRange[]>("textDocument/selectionRange", { textDocument, positions });
  expect(selection!.parent!.parent).toBeDefined();

  const tokens = await ask<SemanticTokens>("textDocument/semanticTokens/full", { textDocument });
  expect(tokens.data.length).toBeGreaterThan(100);
  const previousResultId = tokens.resultId;
  const delta = await ask<SemanticTokensDelta>("textDocument/semanticTokens/full/delta", {
    textDocument,
    previousResultId,
  });
  expect(delta.edits).toEqual([]);
  const part = await ask<SemanticTokens>("textDocument/semanticTokens/range", {
    textDocument,
    range: { start: { line: 6, character: 0 }, end: { line: 7, character: 0 } },
  });
  expect(part.data).toHaveLength(5 * 5);

  const hints = await ask<InlayHint[]>("textDocument/inlayHint", { textDocument, range: whole });
  expect(hints.map(({ label }) => label)).toContain("weight 1.5");

  await session.edit(uri, text().indexOf("dice["), text().indexOf("dice[") + 4, "dize");
  const reports = await session.diagnostics(uri);
  expect(reports).toMatchObject([{ code: "L201", source: "losslang" }]);
  const [report] = reports;
  const offers = await ask<CodeAction[]>("textDocument/codeAction", {
    textDocument,
    range: report!.range,
    context: { diagnostics: [report] },
  });
  const fix = offers.find(({ edit }) => edit?.changes?.[uri]?.[0]?.newText === "dice")!;
  expect(fix).toMatchObject({ kind: "quickfix", diagnostics: [{ code: "L201" }] });

  const from = text().indexOf("dize");
  await session.edit(uri, from, from + 4, "dice");
  await session.edit(uri, text().indexOf(" + "), text().indexOf(" + ") + 3, "+");
  const formatted = await ask<TextEdit[]>("textDocument/formatting", { textDocument, options: {} });
  expect(TextDocument.applyEdits(session.documents.get(uri)!, formatted)).toContain("minimize region + 0.5*(dice");
  const none = { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } };
  expect(await ask("textDocument/rangeFormatting", { textDocument, options: {}, range: none })).toEqual([]);
  expect(await session.diagnostics(uri)).toEqual([]);

  expect(promised(capabilities).filter((method) => !asked.has(method))).toEqual([]);
}

const methods: Readonly<Record<string, readonly string[]>> = {
  hoverProvider: ["hover"],
  completionProvider: ["completion"],
  signatureHelpProvider: ["signatureHelp"],
  definitionProvider: ["definition"],
  referencesProvider: ["references"],
  documentHighlightProvider: ["documentHighlight"],
  documentLinkProvider: ["documentLink"],
  renameProvider: ["prepareRename", "rename"],
  documentSymbolProvider: ["documentSymbol"],
  workspaceSymbolProvider: [],
  foldingRangeProvider: ["foldingRange"],
  selectionRangeProvider: ["selectionRange"],
  semanticTokensProvider: ["semanticTokens/full", "semanticTokens/full/delta", "semanticTokens/range"],
  inlayHintProvider: ["inlayHint"],
  codeActionProvider: ["codeAction"],
  documentFormattingProvider: ["formatting"],
  documentRangeFormattingProvider: ["rangeFormatting"],
};

/** What a server says it answers. A provider that nobody here has heard of is one nobody asks. */
const promised = (capabilities: ServerCapabilities): string[] =>
  Object.keys(capabilities)
    .filter((key) => key.endsWith("Provider"))
    .flatMap((key) => methods[key]?.map((method) => `textDocument/${method}`) ?? [`unknown ${key}`]);
