import { Code } from "./code.js";
import { unsigned, type ValType, valType } from "./opcodes.js";

interface Signature {
  readonly params: readonly ValType[];
  readonly results: readonly ValType[];
}

/** A WebAssembly module in the making: one imported memory, imported functions first, then functions of its own. */
export class ModuleBuilder {
  readonly #types: string[] = [];
  readonly #typeBytes: number[][] = [];
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
    const exported = this.#functions.flatMap(({ name }, i) =>
      name === undefined ? [] : [[...text(name), 0, ...unsigned(this.#imports.length + i)]],
    );
    const parts = [
      section(1, this.#typeBytes),
      section(2, [
        [...text("host"), ...text("memory"), 2, shared ? 3 : 1, ...unsigned(0), ...unsigned(maximum)],
        ...this.#imports.map(({ name, type }) => [...text("host"), ...text(name), 0, ...unsigned(type)]),
      ]),
      section(
        3,
        this.#functions.map(({ type }) => unsigned(type)),
      ),
      section(7, exported),
      section(
        10,
        this.#functions.map(({ code }) => {
          const body = code.bytes();
          return unsigned(body.length).concat(body);
        }),
      ),
    ];
    return Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0].concat(...parts));
  }

  #type({ params, results }: Signature): number {
    const key = `${params}:${results}`;
    const known = this.#types.indexOf(key);
    if (known >= 0) return known;
    const list = (types: readonly ValType[]) => [...unsigned(types.length), ...types.map((type) => valType[type])];
    this.#typeBytes.push([0x60, ...list(params), ...list(results)]);
    return this.#types.push(key) - 1;
  }
}

const text = (value: string): number[] => {
  const bytes = [...new TextEncoder().encode(value)];
  return [...unsigned(bytes.length), ...bytes];
};

const section = (id: number, entries: readonly number[][]): number[] => {
  const content = unsigned(entries.length).concat(...entries);
  return [id, ...unsigned(content.length)].concat(content);
};
