import {
  type Connection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  PositionEncodingKind,
  TextDocumentSyncKind,
  type TextDocuments,
  type WorkspaceFoldersChangeEvent,
} from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { Configuration } from "./configuration.js";
import { features } from "./features/index.js";
import type { LanguageHost } from "./host.js";
import { notificationBoundary } from "./protocol/error-boundary.js";
import { fileNameOf } from "./protocol/file-names.js";
import { Publisher } from "./publish.js";
import { Workspace } from "./workspace.js";

/**
 * Answer a client over a connection, until it ends it. The server keeps texts in step with the client's, sends reports on them, and answers what `features`
 * lists; it knows the machine only through the host. Returns the texts as the server has them.
 */
export function serve(connection: Connection, host: LanguageHost): TextDocuments<TextDocument> {
  const within = <A extends readonly unknown[]>(what: string, handle: (...given: A) => void | Promise<void>) =>
    notificationBoundary(connection, what, handle);
  const workspace = new Workspace(host);
  const { documents, files } = workspace;
  const publisher = new Publisher(connection, workspace, host.quiet ?? 150);
  const configuration = new Configuration(
    connection,
    () => files.folders,
    within("settings", () => settingsChanged()),
  );
  workspace.settingsOf = (name) => configuration.of(name);

  connection.onInitialize((params): InitializeResult => {
    workspace.client = params.capabilities;
    files.folders = foldersOf(params);
    configuration.initialize(params);
    return {
      serverInfo: { name: "losslang", version: host.version },
      capabilities: Object.assign(
        {
          positionEncoding: PositionEncodingKind.UTF16,
          textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
          workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
        },
        ...features.map((feature) => feature.capabilities(workspace.client)),
      ),
    };
  });

  connection.onInitialized(() => {
    within("settings", () => configuration.initialized())();
    within("watching files", watchFiles)();
    if (workspace.client.workspace?.workspaceFolders)
      connection.workspace.onDidChangeWorkspaceFolders(within("folders", foldersChanged));
  });

  async function watchFiles(): Promise<void> {
    if (!workspace.client.workspace?.didChangeWatchedFiles?.dynamicRegistration) return;
    const watchers = [{ globPattern: "**/*.loss" }];
    await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  }

  async function foldersChanged({ added, removed }: WorkspaceFoldersChangeEvent): Promise<void> {
    const gone = new Set(namesOf(removed));
    files.folders = [...files.folders.filter((folder) => !gone.has(folder)), ...namesOf(added)];
    publisher.changedAll();
    await configuration.refresh();
  }

  async function settingsChanged(): Promise<void> {
    publisher.changedAll();
    // Hints depend on the length of training and may be switched off; clients ask for them again only when told.
    if (workspace.client.workspace?.inlayHint?.refreshSupport) await connection.languages.inlayHint.refresh();
  }

  connection.onDidChangeConfiguration(within("settings", ({ settings }) => configuration.received(settings)));
  connection.onDidChangeWatchedFiles(within("files", () => publisher.changedAll()));
  documents.onDidChangeContent(within("a change", ({ document }) => publisher.changed(document.uri)));
  documents.onDidClose(within("closing", ({ document }) => closed(document.uri)));
  connection.onShutdown(() => publisher.stop());

  function closed(uri: string): void {
    workspace.forget(uri);
    publisher.closed(uri);
  }

  for (const feature of features) feature.listen(connection, workspace);
  documents.listen(connection);
  connection.listen();
  return documents;
}

type Folder = { readonly uri: string };

const namesOf = (folders: readonly Folder[]): string[] => folders.map(({ uri }) => fileNameOf(uri).replace(/\/$/, ""));

/** Clients of old have one folder. */
function foldersOf({ workspaceFolders, rootUri }: InitializeParams): string[] {
  return namesOf(workspaceFolders ?? (rootUri ? [{ uri: rootUri }] : []));
}
