import type {
  ClientCapabilities,
  Connection,
  Position,
  ServerCapabilities,
  TextDocumentIdentifier,
} from "vscode-languageserver";
import { guarded } from "./guard.js";
import type { Analysed, Workspace } from "./workspace.js";

/** What the server can do for an editor, as one of its files says. */
export interface Feature {
  capabilities(client: ClientCapabilities): ServerCapabilities;
  listen(connection: Connection, workspace: Workspace): void;
}

interface OnText {
  readonly textDocument: TextDocumentIdentifier;
}

/** A handler of requests about an open text; about any other there is nothing to say. */
export const onText = <P extends OnText, R>(
  connection: Connection,
  workspace: Workspace,
  what: string,
  answer: (analysed: Analysed, params: P) => R,
) =>
  guarded(connection, what, (params: P): R | null => {
    const analysed = workspace.at(params.textDocument.uri);
    return analysed ? answer(analysed, params) : null;
  });

/** The same about a place in it, as an offset. */
export const atPlace = <P extends OnText & { readonly position: Position }, R>(
  connection: Connection,
  workspace: Workspace,
  what: string,
  answer: (analysed: Analysed, offset: number, params: P) => R,
) =>
  onText(connection, workspace, what, (analysed, params: P) =>
    answer(analysed, analysed.document.offsetAt(params.position), params),
  );
