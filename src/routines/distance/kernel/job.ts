import type { Code } from "../../../wasm/encode/code.js";

/** What kernels read where they begin: 32-bit words, so that one module serves images of every shape. Lengths and distances are in bytes. */
const words = [
  // Images, as many as lie one behind the other.
  "source",
  "target",
  /** From one image to the next; or, of lines that are neighbours in groups, from group to group. */
  "sourceGroup",
  "targetGroup",
  // The first axis: places along it, from one to the next, and how much of a place is a unit of work.
  "places",
  "place",
  "unit",
  "unitsPerImage",
  // Lines: items (lines, or as many as there are lanes side by side), and the vectors or places of each.
  "items",
  "itemsPerUnit",
  "itemsPerGroup",
  "sourceItem",
  "targetItem",
  "sourceVector",
  "targetVector",
  "vectors",
  "size",
  // The workspace: of the first thread, and the bytes to that of the next; and those that a line takes of it.
  "workspace",
  "threadBytes",
  "lineBytes",
  "costs",
] as const;

export type JobWord = (typeof words)[number];

/** Two doubles follow the words: the size of a pixel along the first axis, and the square of that along the lines. */
const doubles = Math.ceil(words.length / 2) * 8;

/** Bytes that a job takes. */
export const JOB_BYTES = doubles + 16;

/** Where kernels that have been written for an address find what to do. */
export class Job {
  readonly #address: number;

  constructor(address: number) {
    this.#address = address;
  }

  /** Pushes a word. */
  push(code: Code, word: JobWord): Code {
    return code.i32(this.#address + 4 * words.indexOf(word)).at("i32.load");
  }

  /** Pushes a double. */
  pushDouble(code: Code, name: "unit" | "area"): Code {
    return code.i32(this.#address + doubles + (name === "unit" ? 0 : 8)).at("f64.load");
  }

  write(buffer: ArrayBufferLike, values: { readonly [W in JobWord]?: number }): void {
    const memory = new Int32Array(buffer, this.#address, words.length);
    for (const [word, value] of Object.entries(values)) memory[words.indexOf(word as JobWord)] = value;
  }

  writeDoubles(buffer: ArrayBufferLike, unit: number, area: number): void {
    new Float64Array(buffer, this.#address + doubles, 2).set([unit, area]);
  }
}
