import type {
  ClientCapabilities,
  Connection,
  Position,
  ServerCapabilities,
  TextDocumentIdentifier,
} from "vscode-languageserver";
import type { AnalysedDocument, Workspace } from "../workspace.js";
import { requestBoundary } from "./error-boundary.js";

/** What the server can do for an editor, as one of its files says. */
export interface Feature {
  capabilities(client: ClientCapabilities): ServerCapabilities;
  listen(connection: Connection, workspace: Workspace): void;
}

interface OnText {
  readonly textDocument: TextDocumentIdentifier;
}

/** A handler of requests about an open text; about any other there is nothing to say. */
export const onDocument = <P extends OnText, R>(
  connection: Connection,
  workspace: Workspace,
  what: string,
  answer: (analysed: AnalysedDocument, params: P) => R,
) =>
  requestBoundary(connection, what, (params: P): R | null => {
    const analysed = workspace.at(params.textDocument.uri);
    return analysed ? answer(analysed, params) : null;
  });

/** The same about a place in it, as an offset. */
export const atPosition = <P extends OnText & { readonly position: Position }, R>(
  connection: Connection,
  workspace: Workspace,
  what: string,
  answer: (analysed: AnalysedDocument, offset: number, params: P) => R,
) =>
  onDocument(connection, workspace, what, (analysed, params: P) =>
    answer(analysed, analysed.document.offsetAt(params.position), params),
  );
