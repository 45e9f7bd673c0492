import type { Connection } from "vscode-languageserver";
import { diagnosticsOf } from "./diagnostics.js";
import { notificationBoundary } from "./protocol/error-boundary.js";
import { fileNameOf } from "./protocol/file-names.js";
import type { Workspace } from "./workspace.js";

/** Sends the reports on open texts: a while after the last change of one, or of a file it reads. */
export class Publisher {
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #send: (uri: string) => void;
  readonly #clear: (uri: string) => void;
  readonly #workspace: Workspace;
  readonly #connection: Connection;
  readonly #quiet: number;

  constructor(connection: Connection, workspace: Workspace, quiet: number) {
    this.#connection = connection;
    this.#workspace = workspace;
    this.#quiet = quiet;
    this.#send = notificationBoundary(connection, "diagnostics", (uri) => this.#publish(uri));
    this.#clear = notificationBoundary(connection, "diagnostics", (uri) =>
      connection.sendDiagnostics({ uri, diagnostics: [] }),
    );
  }

  /** A text has been opened, changed or closed. */
  changed(uri: string): void {
    const name = fileNameOf(uri);
    this.#soon(uri);
    for (const other of this.#workspace.documents.keys()) if (this.#workspace.reads(other, name)) this.#soon(other);
  }

  /** Something that concerns every text has changed. */
  changedAll(): void {
    for (const uri of this.#workspace.documents.keys()) this.#soon(uri);
  }

  /** A text is closed: a client shows nothing more of it. */
  closed(uri: string): void {
    this.changed(uri);
    this.#stop(uri);
    this.#clear(uri);
  }

  stop(): void {
    for (const uri of this.#waiting.keys()) this.#stop(uri);
  }

  #soon(uri: string): void {
    this.#stop(uri);
    this.#waiting.set(
      uri,
      setTimeout(() => this.#send(uri), this.#quiet),
    );
  }

  #stop(uri: string): void {
    clearTimeout(this.#waiting.get(uri));
    this.#waiting.delete(uri);
  }

  async #publish(uri: string): Promise<void> {
    this.#waiting.delete(uri);
    const analysed = this.#workspace.at(uri);
    if (!analysed) return;
    const { version } = analysed.document;
    await this.#connection.sendDiagnostics({ uri, version, diagnostics: diagnosticsOf(analysed, this.#workspace) });
  }
}
