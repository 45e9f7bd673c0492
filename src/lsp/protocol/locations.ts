import { type Location, TextDocumentEdit, type WorkspaceEdit } from "vscode-languageserver";
import type { Edit } from "../../diagnostics/diagnostic.js";
import type { Analysis } from "../../ide/index.js";
import type { Span } from "../../text.js";
import type { Workspace } from "../workspace.js";
import { textEditsOf } from "./convert.js";

/** Where a client finds spans of several analyses. */
export function locationsOf(spans: readonly Span[], analyses: readonly Analysis[], workspace: Workspace): Location[] {
  return spans.flatMap((span) => {
    const analysis = analyses.find(({ sources }) => sources.has(span.file));
    return (analysis && workspace.locationOf(span, analysis)) ?? [];
  });
}

/** Changes of several files, each for the version that was read. */
export function workspaceEditOf(
  edits: readonly Edit[],
  analyses: readonly Analysis[],
  workspace: Workspace,
): WorkspaceEdit {
  const files = [...new Set(edits.map(({ span }) => span.file))].flatMap((file) => {
    const source = analyses.find(({ sources }) => sources.has(file))?.sources.get(file);
    if (!source) return [];
    const own = edits.filter(({ span }) => span.file === file);
    return [{ uri: workspace.uriOf(file), changes: textEditsOf(workspace.documentOf(source), own) }];
  });
  if (!workspace.client.workspace?.workspaceEdit?.documentChanges)
    return { changes: Object.fromEntries(files.map(({ uri, changes }) => [uri, changes])) };
  const versionOf = (uri: string) => workspace.documents.get(uri)?.version ?? null;
  return {
    documentChanges: files.map(({ uri, changes }) =>
      TextDocumentEdit.create({ uri, version: versionOf(uri) }, changes),
    ),
  };
}
