import { type Access, access, opcode, type Plain, signed, unsigned, type ValType, valType } from "./opcodes.js";

const scratch = new DataView(new ArrayBuffer(16));

/** The body of a function in the making: instructions are appended, locals declared as they are needed. */
export class Code {
  readonly params: readonly ValType[];
  readonly results: readonly ValType[];
  readonly #locals: ValType[] = [];
  readonly #bytes: number[] = [];
  readonly #free = new Map<ValType, number[]>();

  constructor(params: readonly ValType[], results: readonly ValType[]) {
    this.params = params;
    this.results = results;
  }

  // — locals —
  local(type: ValType): number {
    const free = this.#free.get(type)?.pop();
    if (free !== undefined) return free;
    this.#locals.push(type);
    return this.params.length + this.#locals.length - 1;
  }
  /** Lets the next `local` of the type have this one. */
  release(type: ValType, index: number): void {
    const free = this.#free.get(type);
    if (free) free.push(index);
    else this.#free.set(type, [index]);
  }
  get(index: number): this {
    return this.#raw(0x20, ...unsigned(index));
  }
  set(index: number): this {
    return this.#raw(0x21, ...unsigned(index));
  }
  tee(index: number): this {
    return this.#raw(0x22, ...unsigned(index));
  }

  // — constants —
  i32(value: number): this {
    return this.#raw(0x41, ...signed(value));
  }
  f32(value: number): this {
    scratch.setFloat32(0, value, true);
    return this.#raw(0x43, ...this.#scratched(4));
  }
  f64(value: number): this {
    scratch.setFloat64(0, value, true);
    return this.#raw(0x44, ...this.#scratched(8));
  }
  /** The same float in four lanes. */
  f32x4(value: number): this {
    return this.lanes(value, value, value, value);
  }
  lanes(...values: readonly [number, number, number, number]): this {
    values.forEach((value, i) => {
      scratch.setFloat32(4 * i, value, true);
    });
    return this.#raw(0xfd, 12, ...this.#scratched(16));
  }
  /** The same double in two lanes. */
  f64x2(value: number): this {
    scratch.setFloat64(0, value, true);
    scratch.setFloat64(8, value, true);
    return this.#raw(0xfd, 12, ...this.#scratched(16));
  }
  /** The same 32-bit integer, signed or not, in four lanes. */
  bits(value: number): this {
    return this.i32x4(value, value, value, value);
  }
  /** Four 32-bit integers. */
  i32x4(...values: readonly [number, number, number, number]): this {
    values.forEach((value, i) => {
      scratch.setInt32(4 * i, value, true);
    });
    return this.#raw(0xfd, 12, ...this.#scratched(16));
  }

  // — instructions —
  op(...names: readonly Plain[]): this {
    for (const name of names) this.#raw(...opcode[name]!);
    return this;
  }
  /** Reads or writes at the address on the stack plus an offset. */
  at(name: Access, offset = 0): this {
    const [code, alignment] = access[name];
    return this.#raw(...code, ...unsigned(alignment), ...unsigned(offset));
  }
  call(index: number): this {
    return this.#raw(0x10, ...unsigned(index));
  }
  /** `lanes` pick 32-bit lanes: 0–3 of the first operand, 4–7 of the second. */
  shuffle(...lanes: readonly [number, number, number, number]): this {
    return this.#raw(0xfd, 13, ...lanes.flatMap((lane) => [4 * lane, 4 * lane + 1, 4 * lane + 2, 4 * lane + 3]));
  }
  extract(lane: number, type: "f32x4" | "i32x4" | "f64x2" = "f32x4"): this {
    return this.#raw(0xfd, { f32x4: 31, i32x4: 27, f64x2: 33 }[type], lane);
  }
  replace(lane: number): this {
    return this.#raw(0xfd, 32, lane);
  }
  /** Stores one 32-bit lane of a vector: address, vector → nothing. */
  storeLane(lane: number, offset = 0): this {
    return this.#raw(0xfd, 90, 2, ...unsigned(offset), lane);
  }
  /** Replaces one 32-bit lane by what is in memory: address, vector → vector. */
  loadLane(lane: number, offset = 0): this {
    return this.#raw(0xfd, 86, 2, ...unsigned(offset), lane);
  }

  // — control —
  loop(body: () => void): this {
    return this.#nested([0x03, 0x40], body);
  }
  block(body: () => void): this {
    return this.#nested([0x02, 0x40], body);
  }
  if(yes: () => void, no?: () => void): this {
    this.#raw(0x04, 0x40);
    yes();
    if (no) {
      this.#raw(0x05);
      no();
    }
    return this.#raw(0x0b);
  }
  br(depth: number): this {
    return this.#raw(0x0c, ...unsigned(depth));
  }
  brIf(depth: number): this {
    return this.#raw(0x0d, ...unsigned(depth));
  }
  /** Runs a body for `index` from what it holds while it is less than the local `end`. At least once if `sure`. */
  count(index: number, end: number, step: number, body: () => void): this {
    return this.block(() => {
      this.get(index).get(end).op("i32.ge_s").brIf(0);
      this.loop(() => {
        body();
        this.get(index).i32(step).op("i32.add").tee(index).get(end).op("i32.lt_s").brIf(0);
      });
    });
  }

  /** The function's entry in the code section, without its length. */
  bytes(): number[] {
    const groups: { type: ValType; count: number }[] = [];
    for (const type of this.#locals) {
      const last = groups.at(-1);
      if (last?.type === type) last.count++;
      else groups.push({ type, count: 1 });
    }
    const head = [...unsigned(groups.length), ...groups.flatMap((g) => [...unsigned(g.count), valType[g.type]])];
    return head.concat(this.#bytes, 0x0b);
  }

  #nested(open: readonly number[], body: () => void): this {
    this.#raw(...open);
    body();
    return this.#raw(0x0b);
  }
  #raw(...bytes: readonly number[]): this {
    for (const byte of bytes) this.#bytes.push(byte);
    return this;
  }
  #scratched(count: number): number[] {
    return Array.from({ length: count }, (_, i) => scratch.getUint8(i));
  }
}
