import { ReadError } from "../../shared/read-error.js";

/** The numbers of a page's tags, by tag. */
export type Directory = ReadonlyMap<number, readonly number[]>;

/** A TIFF's pages, with its byte order. */
export interface Tiff {
  readonly view: DataView;
  readonly little: boolean;
  readonly pages: readonly Directory[];
}

/** More pages than this are not read. */
const MOST_PAGES = 16384;

/** The tags that pixels depend on (TIFF 6.0, section 8 and part 2). */
const known = new Set([
  ...[254, 256, 257, 258, 259, 262, 266, 273, 277, 278, 279, 284, 317, 320, 322, 323, 324, 325, 338, 339],
]);

/** The types of numbers in tags: bytes, and how they are read. */
const types: Readonly<
  Record<number, { bytes: number; read: (view: DataView, at: number, little: boolean) => number }>
> = {
  1: { bytes: 1, read: (v, at) => v.getUint8(at) },
  3: { bytes: 2, read: (v, at, little) => v.getUint16(at, little) },
  4: { bytes: 4, read: (v, at, little) => v.getUint32(at, little) },
  13: { bytes: 4, read: (v, at, little) => v.getUint32(at, little) },
  16: { bytes: 8, read: (v, at, little) => Number(v.getBigUint64(at, little)) },
  18: { bytes: 8, read: (v, at, little) => Number(v.getBigUint64(at, little)) },
};

export const damagedTiff = (file: string, reason: string) =>
  new ReadError(file, `this is not a readable TIFF: ${reason}`, "Save it again, or convert it to PNG");

/** The pages of a TIFF or BigTIFF. No list is longer than the file. @throws {ReadError} */
export function directoriesOf(bytes: Uint8Array, file: string): Tiff {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = bytes[0] === 0x49;
  const order = String.fromCharCode(bytes[0] ?? 0, bytes[1] ?? 0);
  const version = bytes.length >= 8 && (order === "II" || order === "MM") ? view.getUint16(2, little) : 0;
  if (version !== 42 && version !== 43) throw damagedTiff(file, "it does not begin like one");
  const big = version === 43;
  const reader = new DirectoryReader(view, little, big, file);
  const pages: Directory[] = [];
  const seen = new Set<number>();
  for (let at = reader.offset(big ? 8 : 4); at !== 0; ) {
    if (seen.has(at)) throw damagedTiff(file, "its pages form a circle");
    if (pages.length === MOST_PAGES)
      throw new ReadError(file, `it has more than ${MOST_PAGES} pages`, "Split it into several files");
    seen.add(at);
    const { directory, next } = reader.directory(at);
    pages.push(directory);
    at = next;
  }
  if (pages.length === 0) throw damagedTiff(file, "it has no page");
  return { view, little, pages };
}

class DirectoryReader {
  readonly #view: DataView;
  readonly #little: boolean;
  readonly #big: boolean;
  readonly #file: string;

  constructor(view: DataView, little: boolean, big: boolean, file: string) {
    this.#view = view;
    this.#little = little;
    this.#big = big;
    this.#file = file;
  }

  offset(at: number): number {
    return this.#number(this.#big ? 16 : 4, at);
  }

  directory(at: number): { directory: Directory; next: number } {
    const [counter, entryBytes, word] = this.#big ? [16, 20, 8] : [3, 12, 4];
    const count = this.#number(counter, at);
    const start = at + types[counter]!.bytes;
    const end = start + count * entryBytes;
    this.#inside(end + word, "a page's list of tags");
    const directory = new Map<number, readonly number[]>();
    for (let entry = start; entry < end; entry += entryBytes) {
      const tag = this.#number(3, entry);
      if (known.has(tag)) directory.set(tag, this.#values(entry, tag, word));
    }
    return { directory, next: this.offset(end) };
  }

  #values(entry: number, tag: number, word: number): readonly number[] {
    const code = this.#number(3, entry + 2);
    const type = types[code];
    if (!type) throw damagedTiff(this.#file, `its tag ${tag} is of the type ${code}`);
    const count = this.offset(entry + 4);
    const at = count * type.bytes <= word ? entry + 4 + word : this.offset(entry + 4 + word);
    this.#inside(at + count * type.bytes, `the ${count} values of its tag ${tag}`);
    return Array.from({ length: count }, (_, i) => type.read(this.#view, at + i * type.bytes, this.#little));
  }

  #number(code: number, at: number): number {
    const { bytes, read } = types[code]!;
    this.#inside(at + bytes, "an address");
    return read(this.#view, at, this.#little);
  }

  #inside(end: number, what: string): void {
    if (!(end <= this.#view.byteLength))
      throw damagedTiff(
        this.#file,
        `${what} would end at byte ${end}, and the file ends at byte ${this.#view.byteLength}`,
      );
  }
}
