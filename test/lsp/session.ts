import {
  createProtocolConnection,
  type Diagnostic,
  type InitializeParams,
  type InitializeResult,
  type MessageReader,
  type MessageWriter,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";

/** An editor, as far as a server can tell: it keeps its own texts, sends every change, and remembers what it was told. */
export class Session {
  readonly connection: ProtocolConnection;
  readonly log: string[] = [];
  readonly documents = new Map<string, TextDocument>();
  readonly published: PublishDiagnosticsParams[] = [];
  /** What it answers when asked for its settings. */
  settings: unknown = {};
  readonly #waiting: ((params: PublishDiagnosticsParams) => void)[] = [];

  constructor(reader: MessageReader, writer: MessageWriter) {
    this.connection = createProtocolConnection(reader, writer);
    this.connection.onNotification("window/logMessage", ({ message }: { message: string }) => {
      this.log.push(message);
    });
    this.connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
      this.published.push(params);
      for (const tell of this.#waiting.splice(0)) tell(params);
    });
    this.connection.onRequest("workspace/configuration", ({ items }: { items: unknown[] }) =>
      items.map(() => this.settings),
    );
    this.connection.onRequest("client/registerCapability", () => null);
    this.connection.onRequest("workspace/inlayHint/refresh", () => null);
    this.connection.listen();
  }

  async start(params: Partial<InitializeParams> = {}): Promise<InitializeResult> {
    const result: InitializeResult = await this.ask("initialize", {
      processId: null,
      rootUri: null,
      capabilities,
      ...params,
    });
    await this.tell("initialized", {});
    return result;
  }

  ask<R>(method: string, params?: unknown): Promise<R> {
    return this.connection.sendRequest(method, params);
  }

  tell(method: string, params?: unknown): Promise<void> {
    return this.connection.sendNotification(method, params);
  }

  async open(uri: string, text: string): Promise<void> {
    this.documents.set(uri, TextDocument.create(uri, "loss", 1, text));
    await this.tell("textDocument/didOpen", { textDocument: { uri, languageId: "loss", version: 1, text } });
  }

  /** Replace a stretch of a text, on both sides. */
  async edit(uri: string, start: number, end: number, text: string): Promise<void> {
    const document = this.documents.get(uri)!;
    const range = { start: document.positionAt(start), end: document.positionAt(end) };
    TextDocument.update(document, [{ range, text }], document.version + 1);
    const textDocument = { uri, version: document.version };
    await this.tell("textDocument/didChange", { textDocument, contentChanges: [{ range, text }] });
  }

  /** Parameters of a request about a place, which a `|` shows in the text or an offset counts. */
  at(uri: string, offset: number) {
    return { textDocument: { uri }, position: this.documents.get(uri)!.positionAt(offset) };
  }

  /** The reports on the current version of a text, once they have come, and are as many as expected if that is said. */
  async diagnostics(uri: string, count?: number): Promise<Diagnostic[]> {
    const { version } = this.documents.get(uri)!;
    for (;;) {
      const last = this.published.findLast((params) => params.uri === uri && params.version === version);
      if (last && (count === undefined || last.diagnostics.length === count)) return last.diagnostics;
      await new Promise<PublishDiagnosticsParams>((resolve) => this.#waiting.push(resolve));
    }
  }

  async stop(): Promise<void> {
    await this.ask("shutdown");
    await this.tell("exit");
    this.connection.dispose();
  }
}

const capabilities: InitializeParams["capabilities"] = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    inlayHint: { refreshSupport: true },
  },
  textDocument: {
    publishDiagnostics: { relatedInformation: true, versionSupport: true, codeDescriptionSupport: true },
    completion: { completionItem: { snippetSupport: true } },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    definition: { linkSupport: true },
    rename: { prepareSupport: true },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
  },
};
