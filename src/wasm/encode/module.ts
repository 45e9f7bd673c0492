import { Bytes } from "./bytes.js";
import { Code } from "./code.js";
import { type ValType, valType } from "./opcodes.js";

interface Signature {
  readonly params: readonly ValType[];
  readonly results: readonly ValType[];
}

/** A WebAssembly module in the making: one imported memory, imported functions first, then functions of its own. */
export class ModuleBuilder {
  readonly #types: string[] = [];
  readonly #signatures: Signature[] = [];
  readonly #imports: { readonly name: string; readonly type: number }[] = [];
  readonly #functions: { readonly type: number; readonly code: Code; readonly name?: string }[] = [];
  readonly #memory: { readonly shared: boolean; readonly maximum: number };

  /** `maximum` in pages of 64 KiB, the same as the memory's own. */
  constructor(memory: { readonly shared: boolean; readonly maximum: number }) {
    this.#memory = memory;
  }

  /** A function of the host, imported from `host`. Before any of the module's own. @returns its index for `call` */
  import(name: string, params: readonly ValType[], results: readonly ValType[]): number {
    if (this.#functions.length) throw new Error("Imports come before functions.");
    this.#imports.push({ name, type: this.#type({ params, results }) });
    return this.#imports.length - 1;
  }

  /** A function; exported if it has a name. */
  function(params: readonly ValType[], results: readonly ValType[], name?: string): { index: number; code: Code } {
    const code = new Code(params, results);
    this.#functions.push({ type: this.#type({ params, results }), code, ...(name !== undefined && { name }) });
    return { index: this.#imports.length + this.#functions.length - 1, code };
  }

  bytes(): Uint8Array<ArrayBuffer> {
    const { shared, maximum } = this.#memory;
    const imports: Entry[] = this.#imports.map(({ name, type }) => (to) => {
      text(text(to, "host"), name).byte(0).unsigned(type);
    });
    const exported = this.#functions.flatMap(({ name }, i): Entry[] =>
      name === undefined
        ? []
        : [
            (to) => {
              text(to, name)
                .byte(0)
                .unsigned(this.#imports.length + i);
            },
          ],
    );
    const module = new Bytes().all([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
    section(
      module,
      1,
      this.#signatures.map(({ params, results }) => (to) => {
        to.byte(0x60);
        for (const types of [params, results]) {
          to.unsigned(types.length);
          for (const type of types) to.byte(valType[type]);
        }
      }),
    );
    const memory: Entry = (to) => {
      text(text(to, "host"), "memory")
        .byte(2)
        .byte(shared ? 3 : 1)
        .unsigned(0)
        .unsigned(maximum);
    };
    section(module, 2, [memory, ...imports]);
    section(
      module,
      3,
      this.#functions.map(({ type }) => (to) => {
        to.unsigned(type);
      }),
    );
    section(module, 7, exported);
    section(
      module,
      10,
      this.#functions.map(({ code }) => (to) => {
        const body = code.bytes();
        to.unsigned(body.length).all(body);
      }),
    );
    return module.written;
  }

  #type(signature: Signature): number {
    const key = `${signature.params}:${signature.results}`;
    const known = this.#types.indexOf(key);
    if (known >= 0) return known;
    this.#signatures.push(signature);
    return this.#types.push(key) - 1;
  }
}

/** Writes one entry of a section. */
type Entry = (to: Bytes) => void;

function text(to: Bytes, value: string): Bytes {
  const bytes = new TextEncoder().encode(value);
  return to.unsigned(bytes.length).all(bytes);
}

function section(module: Bytes, id: number, entries: readonly Entry[]): void {
  const content = new Bytes().unsigned(entries.length);
  for (const entry of entries) entry(content);
  module.byte(id).unsigned(content.length).all(content.written);
}
