import type { Code } from "./code.js";
import type { Access, ValType } from "./opcodes.js";
import { asValue, type NumberOperand, Value } from "./value.js";

interface Width<T extends ValType> {
  readonly type: T;
  readonly load: Access;
  readonly store: Access;
  /** log2 of the bytes of an element. */
  readonly shift: number;
}

const width = <T extends ValType>(type: T, load: Access, store: Access, shift: number): Width<T> => ({
  type,
  load,
  store,
  shift,
});

/** What elements in memory can be; `u8` are bytes that are read as whole numbers from 0. */
export const widths = {
  u8: width("i32", "i32.load8_u", "i32.store8", 0),
  i32: width("i32", "i32.load", "i32.store", 2),
  /** Words anywhere, by how many bytes they are away. */
  atByte: width("i32", "i32.load", "i32.store", 0),
  /** The first words of pairs. */
  firsts: width("i32", "i32.load", "i32.store", 3),
  f32: width("f32", "f32.load", "f32.store", 2),
  f64: width("f64", "f64.load", "f64.store", 3),
  v128: width("v128", "v128.load", "v128.store", 4),
} as const satisfies Record<string, Width<ValType>>;

export type Element = keyof typeof widths;
export type TypeOf<E extends Element> = (typeof widths)[E]["type"];

/** Elements side by side in memory from an address on, which may be fixed. */
export class Elements<T extends ValType> {
  readonly #code: Code;
  readonly #width: Width<T>;
  readonly #base: NumberOperand;

  constructor(code: Code, element: Width<T>, base: NumberOperand) {
    this.#code = code;
    this.#width = element;
    this.#base = base;
  }

  /** The element at an index. */
  get(index: NumberOperand): Value<T> {
    const { type, load } = this.#width;
    const { address, offset } = this.#at(index);
    return new Value(type, (code) => {
      address.write(code);
      code.at(load, offset);
    });
  }

  set(index: NumberOperand, value: NumberOperand<T>): void {
    const { type, store } = this.#width;
    const { address, offset } = this.#at(index);
    address.write(this.#code);
    asValue(type, value).write(this.#code);
    this.#code.at(store, offset);
  }

  /** What is fixed goes into the instruction, where it costs nothing. */
  #at(index: NumberOperand): { readonly address: Value; readonly offset: number } {
    const { shift } = this.#width;
    const base = this.#base;
    if (typeof index === "number") {
      const offset = index << shift;
      if (typeof base === "number") return { address: asValue("i32", 0), offset: base + offset };
      return offset >= 0 ? { address: base, offset } : { address: base.add(offset), offset: 0 };
    }
    const bytes = shift === 0 ? index : index.shl(shift);
    return typeof base === "number" ? { address: bytes, offset: base } : { address: base.add(bytes), offset: 0 };
  }
}
