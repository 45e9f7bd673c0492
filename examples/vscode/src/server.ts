import process from "node:process";
import { fileURLToPath } from "node:url";
import { serveProcess } from "../../../src/lsp/node.js";

/** Of the extension; put in when it is bundled. */
declare const VERSION: string;

process.title = "losslang language server";
serveProcess({ version: VERSION, recipes: fileURLToPath(new URL("../recipes", import.meta.url)) });
