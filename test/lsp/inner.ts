import { PassThrough } from "node:stream";
import { createConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";
import type { Disk, LanguageHost } from "../../src/lsp/host.js";
import { serve } from "../../src/lsp/server.js";
import { standardLibrary, virtualRecipe } from "../../src/lsp/standard.js";
import { Session } from "./session.js";

/** Files that are nowhere but here. */
export const diskOf = (files: Readonly<Record<string, string>>): Disk => ({
  read(name) {
    const text = files[name];
    if (text === undefined) throw new Error("there is no such file or folder");
    return text;
  },
  list: (folder) =>
    Object.keys(files)
      .filter((name) => name.startsWith(`${folder}/`))
      .sort(),
});

/** A server in this process, and an editor before it. */
export function connected(
  host: Partial<LanguageHost> = {},
): Session & { textOfServer(uri: string): string | undefined } {
  const [there, back] = [new PassThrough(), new PassThrough()];
  const connection = createConnection(new StreamMessageReader(there), new StreamMessageWriter(back));
  const documents = serve(connection, {
    version: "0.0.0",
    quiet: 0,
    disk: diskOf({}),
    ...standardLibrary(virtualRecipe),
    ...host,
  });
  const session = new Session(new StreamMessageReader(back), new StreamMessageWriter(there));
  return Object.assign(session, { textOfServer: (uri: string) => documents.get(uri)?.getText() });
}
