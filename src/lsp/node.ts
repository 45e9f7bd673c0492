import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createConnection } from "vscode-languageserver/node";
import { nodeDisk } from "./node-disk.js";
import { fileNameOf } from "./protocol/file-names.js";
import { serve } from "./server.js";
import { standardLibrary, virtualRecipe } from "./standard.js";

export interface NodeOptions {
  /** Of losslang, to tell the client. */
  readonly version: string;
  /** The folder with the library's recipes, where there is one. */
  readonly recipes?: string;
  /** The folder with a page for each report, `L201.md`, where there is one. */
  readonly mistakes?: string;
}

/** Serve the client that started this process, over the way the command line names: `--stdio`, `--node-ipc`, `--socket=…`, `--pipe=…`. Ends with the process. */
export function serveProcess({ version, recipes = "", mistakes = "" }: NodeOptions): void {
  const place = (file: string) => {
    const uri = fileIn(recipes, file);
    return uri === undefined ? virtualRecipe(file) : fileNameOf(uri);
  };
  serve(createConnection(), {
    version,
    disk: nodeDisk(),
    explanation: (code) => fileIn(mistakes, `${code}.md`),
    ...standardLibrary(place),
  });
}

/** The URI of a file, if there is one. */
function fileIn(folder: string, file: string): string | undefined {
  const path = join(folder, file);
  return folder !== "" && existsSync(path) ? pathToFileURL(path).href : undefined;
}
