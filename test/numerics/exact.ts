/**
 * Numbers of about 55 decimal digits, of any size: the sum of losses as their formulas say it, with nothing rearranged. A number is `mantissa · 2^exponent`.
 */
export class Exact {
  readonly #mantissa: bigint;
  readonly #exponent: number;

  private constructor(mantissa: bigint, exponent: number) {
    const excess = bitsOf(mantissa) - precision;
    this.#mantissa = excess > 0 ? mantissa >> BigInt(excess) : mantissa;
    this.#exponent = excess > 0 ? exponent + excess : exponent;
  }

  static of(x: number): Exact {
    const scale = Math.max(0, 60 - Math.floor(Math.log2(Math.abs(x) || 1)));
    // Products with powers of two are exact, and what is left has no digits after the point.
    const scaled = x * 2 ** scale;
    if (!Number.isInteger(scaled)) throw new RangeError(`${x} is too small`);
    return new Exact(BigInt(scaled), -scale);
  }

  add(other: Exact | number): Exact {
    const y = exactly(other);
    if (this.#mantissa === 0n) return y;
    if (y.#mantissa === 0n) return this;
    const [low, high] = this.#exponent <= y.#exponent ? [this, y] : [y, this];
    const apart = high.#exponent - low.#exponent;
    // What is smaller by more than all digits would only make the numbers long.
    if (apart > 2 * precision) return bitsOf(high.#mantissa) + apart > bitsOf(low.#mantissa) + precision ? high : low;
    return new Exact((high.#mantissa << BigInt(apart)) + low.#mantissa, low.#exponent);
  }
  neg(): Exact {
    return new Exact(-this.#mantissa, this.#exponent);
  }
  sub(other: Exact | number): Exact {
    return this.add(exactly(other).neg());
  }
  mul(other: Exact | number): Exact {
    const y = exactly(other);
    return new Exact(this.#mantissa * y.#mantissa, this.#exponent + y.#exponent);
  }
  div(other: Exact | number): Exact {
    const y = exactly(other);
    const shift = 2 * precision;
    return new Exact((this.#mantissa << BigInt(shift)) / y.#mantissa, this.#exponent - shift - y.#exponent);
  }
  exp(): Exact {
    const turns = Math.round(this.toNumber() / Math.LN2);
    let rest = this.sub(ln2().mul(turns));
    rest = new Exact(rest.#mantissa, rest.#exponent - halvings);
    let [sum, term] = [Exact.of(1), Exact.of(1)];
    for (let k = 1; k <= 14; k++) {
      term = term.mul(rest).div(k);
      sum = sum.add(term);
    }
    for (let k = 0; k < halvings; k++) sum = sum.mul(sum);
    return new Exact(sum.#mantissa, sum.#exponent + turns);
  }
  /** By Halley's method on the exponential: each step has three times the digits. */
  log(): Exact {
    const bits = bitsOf(this.#mantissa);
    const leading = Number(this.#mantissa >> BigInt(Math.max(0, bits - 53))) * 2 ** -Math.min(bits, 53);
    let y = Exact.of(Math.fround(Math.log(leading))).add(ln2().mul(this.#exponent + bits));
    for (let k = 0; k < 3; k++) {
      const e = y.exp();
      y = y.add(this.sub(e).div(this.add(e)).mul(2));
    }
    return y;
  }
  /** To a positive whole power. */
  power(exponent: number): Exact {
    return Array.from({ length: exponent }, () => this as Exact).reduce((a, b) => a.mul(b), Exact.of(1));
  }
  toNumber(): number {
    const bits = bitsOf(this.#mantissa);
    const drop = Math.max(0, bits - 64);
    const [leading, exponent] = [Number(this.#mantissa >> BigInt(drop)), this.#exponent + drop];
    return exponent < -1000 ? leading * 2 ** -500 * 2 ** Math.max(exponent + 500, -1074) : leading * 2 ** exponent;
  }
}

/** Bits of a mantissa. */
const precision = 192;
/** How often an argument of the exponential is halved before its series. */
const halvings = 16;

const exactly = (x: Exact | number): Exact => (typeof x === "number" ? Exact.of(x) : x);

/** How many bits a mantissa has, rounded up to a whole number of hexadecimal digits. */
const bitsOf = (m: bigint): number => 4 * (m < 0n ? -m : m).toString(16).length;

let known: Exact | undefined;
/** log 2 = Σ 1 / (k 2^k). */
function ln2(): Exact {
  if (known) return known;
  let [sum, half] = [Exact.of(0), Exact.of(1)];
  for (let k = 1; k <= precision; k++) {
    half = half.div(2);
    sum = sum.add(half.div(k));
  }
  known = sum;
  return sum;
}

export const total = (list: readonly Exact[]): Exact => list.reduce((a, b) => a.add(b), Exact.of(0));
