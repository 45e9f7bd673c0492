import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { layers } from "./layers.js";
import { measure, moved } from "./measure.js";
import { print } from "./print.js";
import { readSources } from "./sources.js";

/*
 * npm run structure -- [--list] [--json] [--root folder] [--moved file] [--operation atan] [--loss mcc] [--word plateau] [--backend wasm]
 *
 * What the structure of the sources comes to, counted. `--list` shows what is behind each number. `--root` measures another checkout, an older commit for
 * instance; `--moved` names a JSON file, `[["old/folder", "new/folder"], …]`, that says where its files lie today, since today's table of layers judges.
 */
const { values } = parseArgs({
  options: {
    list: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    root: { type: "string", default: "." },
    moved: { type: "string" },
    operation: { type: "string", default: "atan" },
    loss: { type: "string", default: "mcc" },
    word: { type: "string", default: "plateau" },
    backend: { type: "string", default: "wasm" },
  },
});

const moves: [string, string][] = values.moved ? JSON.parse(readFileSync(values.moved, "utf8")) : [];
const sources = moved(readSources(resolve(values.root), ["grammar", "src", "stdlib"]), moves);
const structure = measure(sources, layers, values);
console.log(values.json ? JSON.stringify(structure, null, 2) : print(structure, values.list));
