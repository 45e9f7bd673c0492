/** A number, or a function, that the format cannot express: nothing invalid is written in its place. */
export class NotEncodable extends RangeError {
  override readonly name = "NotEncodable";
}

/** @throws {NotEncodable} unless it is an integer from `least` to `most`. */
function requireInteger(value: number, least: number, most: number): void {
  if (!(Number.isInteger(value) && value >= least && value <= most))
    throw new NotEncodable(`${value} is no integer from ${least} to ${most}, and so cannot be encoded.`);
}

const mostUnsigned = 2 ** 32 - 1;
const leastSigned = -(2 ** 31);

/** Bytes in the making; they grow as they are written. Methods that take an integer throw {@link NotEncodable} for any other number. */
export class Bytes {
  #buffer = new Uint8Array(64);
  #view = new DataView(this.#buffer.buffer);
  #length = 0;

  get length(): number {
    return this.#length;
  }
  /** What has been written so far: a view, good until more is written. */
  get written(): Uint8Array<ArrayBuffer> {
    return this.#buffer.subarray(0, this.#length);
  }

  byte(value: number): this {
    requireInteger(value, 0, 255);
    const at = this.#advance(1);
    this.#buffer[at] = value;
    return this;
  }
  all(values: Uint8Array | readonly number[]): this {
    const at = this.#advance(values.length);
    if (values instanceof Uint8Array) this.#buffer.set(values, at);
    else for (let i = 0; i < values.length; i++) this.#buffer[at + i] = values[i]!;
    return this;
  }
  /** Unsigned LEB128 of a 32-bit integer. */
  unsigned(value: number): this {
    requireInteger(value, 0, mostUnsigned);
    let rest = value;
    while (rest >= 128) {
      this.byte((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    return this.byte(rest);
  }
  /** Signed LEB128 of a 32-bit integer; one that is not negative may be meant unsigned, as an address is. */
  signed(value: number): this {
    requireInteger(value, leastSigned, mostUnsigned);
    let rest = value | 0;
    while (rest < -64 || rest > 63) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    return this.byte(rest & 0x7f);
  }
  /** Signed LEB128 of a 64-bit integer. */
  signed64(value: bigint): this {
    let rest = BigInt.asIntN(64, value);
    while (rest < -64n || rest > 63n) {
      this.byte(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    return this.byte(Number(rest & 0x7fn));
  }
  i32(value: number): this {
    requireInteger(value, leastSigned, mostUnsigned);
    const at = this.#advance(4);
    this.#view.setInt32(at, value, true);
    return this;
  }
  f32(value: number): this {
    const at = this.#advance(4);
    this.#view.setFloat32(at, value, true);
    return this;
  }
  f64(value: number): this {
    const at = this.#advance(8);
    this.#view.setFloat64(at, value, true);
    return this;
  }

  /** Makes room; where it begins. */
  #advance(count: number): number {
    const at = this.#length;
    this.#length += count;
    if (this.#length > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(2 * this.#buffer.length, this.#length));
      larger.set(this.#buffer);
      this.#buffer = larger;
      this.#view = new DataView(larger.buffer);
    }
    return at;
  }
}
