import process from "node:process";
import { fileURLToPath } from "node:url";
import { serveProcess } from "../../../src/lsp/node.js";

/** Of the extension; put in when it is bundled. */
declare const VERSION: string;

const beside = (folder: string) => fileURLToPath(new URL(`../${folder}`, import.meta.url));

process.title = "losslang language server";
serveProcess({ version: VERSION, recipes: beside("recipes"), mistakes: beside("mistakes") });
