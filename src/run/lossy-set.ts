import { fnv1a } from "../hash.js";

/** How many hashes are remembered; a later text takes the slot of an earlier one. */
const slots = 8192;

/** A set of texts in bounded memory: it may forget one, and once in some hundred million times takes one for another. */
export class LossySet {
  readonly #hashes = new Int32Array(slots);

  has(text: string): boolean {
    const hash = hashOf(text);
    return this.#hashes[hash & (slots - 1)] === hash;
  }

  add(text: string): void {
    const hash = hashOf(text);
    this.#hashes[hash & (slots - 1)] = hash;
  }

  clear(): void {
    this.#hashes.fill(0);
  }
}

/** FNV-1a, mixed once more, as its lowest bits choose the slot. */
function hashOf(text: string): number {
  let hash = fnv1a(text);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
