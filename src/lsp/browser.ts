import { BrowserMessageReader, BrowserMessageWriter, createConnection } from "vscode-languageserver/browser";
import type { Disk } from "./host.js";
import { serve } from "./server.js";
import { standardLibrary, virtualRecipe } from "./standard.js";

export interface BrowserOptions {
  /** Of losslang, to tell the client. */
  readonly version: string;
  /** Files that `use` may bring in beside those that are open. */
  readonly disk?: Disk;
  /** Milliseconds of quiet after a change before its reports are sent; 150 if left out. */
  readonly quiet?: number;
}

/** Serve the page that started this worker, by messages; or whoever holds the other end of a `port`. */
export function serveWorker(options: BrowserOptions, port: MessagePort | Worker = self as unknown as Worker): void {
  const reader = new BrowserMessageReader(port);
  const writer = new BrowserMessageWriter(port);
  const connection = createConnection(reader, writer);
  serve(connection, { disk: openFilesOnly, ...options, ...standardLibrary(virtualRecipe) });
}

/** A page has no files but those it has opened. */
const openFilesOnly: Disk = {
  read() {
    throw new Error("it is not open");
  },
  list: () => [],
};
