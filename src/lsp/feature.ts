import type { Connection, ServerCapabilities } from "vscode-languageserver";
import type { Workspace } from "./workspace.js";

/** What the server can do for an editor, as one of its files says. */
export interface Feature {
  readonly capabilities: ServerCapabilities;
  listen(connection: Connection, workspace: Workspace): void;
}
