import { existsSync } from "node:fs";
import { join } from "node:path";

/** A language server that can be started. */
export interface Choice {
  readonly module: string;
  readonly args: readonly string[];
  /** For the person who wonders which one answers. */
  readonly origin: string;
}

export interface Circumstances {
  /** The folder of the extension. */
  readonly extension: string;
  /** The folders a person has opened, on this machine. */
  readonly folders: readonly string[];
  /** Whether what lies in them may be run. */
  readonly trusted: boolean;
  /** What a person has set: `bundled`, or `installed` where there is one. */
  readonly wanted: string;
}

/**
 * The losslang that a folder has installed knows the losses its programs are trained with, so its server is preferred. Nothing of a folder is run that the
 * person does not trust.
 */
export function chooseServer({ extension, folders, trusted, wanted }: Circumstances): Choice {
  const bundled = { module: join(extension, "dist/server.cjs"), args: [], origin: "the extension's own" };
  if (!trusted || wanted === "bundled") return bundled;
  for (const folder of folders) {
    const installed = join(folder, "node_modules/losslang");
    const module = join(installed, "dist/src/cli/main.js");
    // Older versions have no server.
    if (existsSync(module) && existsSync(join(installed, "dist/src/lsp/node.js")))
      return { module, args: ["lsp"], origin: installed };
  }
  return bundled;
}
