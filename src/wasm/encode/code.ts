import { Bytes, NotEncodable } from "./bytes.js";
import { Instructions, withFinalLocals } from "./locals.js";
import { type Access, access, opcode, type Plain, type ValType, valType } from "./opcodes.js";

/** Instructions that stand nowhere yet. */
export type Part = Instructions;

/** The most bytes that engines accept in a function. */
const mostBytes = 7_654_321;

/** The body of a function in the making: instructions are appended, locals declared as they are needed. */
export class Code {
  readonly params: readonly ValType[];
  readonly results: readonly ValType[];
  readonly #locals: ValType[] = [];
  #in = new Instructions();
  #free = new Map<ValType, number[]>();

  constructor(params: readonly ValType[], results: readonly ValType[]) {
    this.params = params;
    this.results = results;
  }

  // — locals —
  local(type: ValType): number {
    const free = this.#free.get(type)?.pop();
    return free ?? this.lasting(type);
  }
  /** A local that nobody else had before, and whose value therefore nobody else writes. */
  lasting(type: ValType): number {
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
    this.#in.mention(0x20, index);
    return this;
  }
  set(index: number): this {
    this.#in.mention(0x21, index);
    return this;
  }
  tee(index: number): this {
    this.#in.mention(0x22, index);
    return this;
  }

  // — constants —
  i32(value: number): this {
    this.#in.bytes.byte(0x41).signed(value);
    return this;
  }
  i64(value: bigint): this {
    this.#in.bytes.byte(0x42).signed64(value);
    return this;
  }
  f32(value: number): this {
    this.#in.bytes.byte(0x43).f32(value);
    return this;
  }
  f64(value: number): this {
    this.#in.bytes.byte(0x44).f64(value);
    return this;
  }
  /** The same float in four lanes. */
  f32x4(value: number): this {
    return this.lanes(value, value, value, value);
  }
  lanes(...values: readonly [number, number, number, number]): this {
    this.#raw(0xfd, 12);
    for (const value of values) this.#in.bytes.f32(value);
    return this;
  }
  /** The same double in two lanes. */
  f64x2(value: number): this {
    this.#raw(0xfd, 12).#in.bytes.f64(value).f64(value);
    return this;
  }
  /** The same 32-bit integer, signed or not, in four lanes. */
  bits(value: number): this {
    return this.i32x4(value, value, value, value);
  }
  /** Four 32-bit integers. */
  i32x4(...values: readonly [number, number, number, number]): this {
    this.#raw(0xfd, 12);
    for (const value of values) this.#in.bytes.i32(value);
    return this;
  }

  // — instructions —
  op(...names: readonly Plain[]): this {
    for (const name of names) this.#in.bytes.all(opcode[name]!);
    return this;
  }
  /** Reads or writes at the address on the stack plus an offset. */
  at(name: Access, offset = 0): this {
    const [code, alignment] = access[name];
    this.#in.bytes.all(code).unsigned(alignment).unsigned(offset);
    return this;
  }
  /** Fills bytes: address, value, count → nothing. */
  memoryFill(): this {
    return this.#raw(0xfc, 11, 0);
  }
  /** Copies bytes, which may overlap: to, from, count → nothing. */
  memoryCopy(): this {
    return this.#raw(0xfc, 10, 0, 0);
  }
  call(index: number): this {
    this.#in.bytes.byte(0x10).unsigned(index);
    return this;
  }
  /** `lanes` pick 32-bit lanes: 0–3 of the first operand, 4–7 of the second. */
  shuffle(...lanes: readonly [number, number, number, number]): this {
    this.#raw(0xfd, 13);
    for (const lane of lanes) this.#raw(4 * lane, 4 * lane + 1, 4 * lane + 2, 4 * lane + 3);
    return this;
  }
  extract(lane: number, type: "f32x4" | "i32x4" | "f64x2" = "f32x4"): this {
    return this.#raw(0xfd, { f32x4: 31, i32x4: 27, f64x2: 33 }[type], lane);
  }
  replace(lane: number): this {
    return this.#raw(0xfd, 32, lane);
  }
  /** Stores one 32-bit lane of a vector: address, vector → nothing. */
  storeLane(lane: number, offset = 0): this {
    this.#raw(0xfd, 90, 2).#in.bytes.unsigned(offset).byte(lane);
    return this;
  }
  /** Replaces one 32-bit lane by what is in memory: address, vector → vector. */
  loadLane(lane: number, offset = 0): this {
    this.#raw(0xfd, 86, 2).#in.bytes.unsigned(offset).byte(lane);
    return this;
  }

  // — control —
  loop(body: () => void): this {
    return this.#nested([0x03, 0x40], body);
  }
  block(body: () => void): this {
    return this.#nested([0x02, 0x40], body);
  }
  if(yes: () => void, no?: () => void): this {
    return this.#nested([0x04, 0x40], () => {
      yes();
      if (no) {
        this.#raw(0x05);
        no();
      }
    });
  }
  br(depth: number): this {
    this.#in.bytes.byte(0x0c).unsigned(depth);
    return this;
  }
  brIf(depth: number): this {
    this.#in.bytes.byte(0x0d).unsigned(depth);
    return this;
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

  /** Writes instructions that are put in their place, once or more often, by `put`. Locals they release are their own. */
  aside(write: () => void): Part {
    const [around, free] = [this.#in, this.#free];
    const part = new Instructions();
    this.#in = part;
    this.#free = new Map();
    write();
    this.#in = around;
    this.#free = free;
    return part;
  }
  put(part: Part): this {
    this.#in.put(part);
    return this;
  }

  /** The function's entry in the code section, without its length. @throws {NotEncodable} where it is larger than engines accept. */
  bytes(): Uint8Array<ArrayBuffer> {
    const { types, body } = withFinalLocals(this.#in, this.params.length, this.#locals);
    const groups: { type: ValType; count: number }[] = [];
    for (const type of types) {
      const last = groups.at(-1);
      if (last?.type === type) last.count++;
      else groups.push({ type, count: 1 });
    }
    const entry = new Bytes().unsigned(groups.length);
    for (const { type, count } of groups) entry.unsigned(count).byte(valType[type]);
    const { written } = entry.all(body.written).byte(0x0b);
    if (written.length > mostBytes)
      throw new NotEncodable(`A function of ${written.length} bytes: engines accept ${mostBytes}.`);
    return written;
  }

  #nested(open: readonly [number, number], body: () => void): this {
    const around = this.#in;
    this.#raw(...open);
    around.nest(open[0] === 0x03, body);
    return this.#raw(0x0b);
  }
  #raw(...bytes: readonly number[]): this {
    for (const byte of bytes) this.#in.bytes.byte(byte);
    return this;
  }
}
