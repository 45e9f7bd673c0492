import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createConnection } from "vscode-languageserver/node";
import { callOff } from "./guard.js";
import { nameOf } from "./names.js";
import { nodeDisk } from "./node-disk.js";
import { serve } from "./server.js";
import { nowhere, standardLibrary } from "./standard.js";

export interface NodeOptions {
  /** Of losslang, to tell the client. */
  readonly version: string;
  /** The folder with the library's recipes, where there is one. */
  readonly recipes?: string;
}

/** Serve the client that started this process, over the way the command line names: `--stdio`, `--node-ipc`, `--socket=…`, `--pipe=…`. Ends with the process. */
export function serveProcess({ version, recipes = "" }: NodeOptions): void {
  const place = (file: string) => {
    const path = join(recipes, file);
    return recipes !== "" && existsSync(path) ? nameOf(pathToFileURL(path).href) : nowhere(file);
  };
  serve(createConnection({ connectionStrategy: callOff }), { version, disk: nodeDisk(), ...standardLibrary(place) });
}
