/** What each instruction without immediates means, lane by lane, said in JavaScript. */

/** 64-bit integers are told by their halves, the lower one first. */
export type Kind = "i32" | "i64" | "f32" | "f64" | "i32x4" | "f32x4" | "f64x2";
type Operands = readonly (readonly number[])[];

export interface Instruction {
  readonly takes: readonly Kind[];
  readonly gives: Kind;
  /** A lane of the result. */
  readonly meaning: (operands: Operands, lane: number) => number;
  readonly samples: readonly Operands[];
}

const element = (kind: Kind) => (kind === "i64" ? "i32" : (kind.slice(0, 3) as "i32" | "f32" | "f64"));
const width = { i32: 4, f32: 4, f64: 8 } as const;

export const lanes = (kind: Kind): number => (kind === "i64" ? 2 : Number(kind.slice(4) || 1));

export function write(view: DataView, kind: Kind, at: number, values: readonly number[]): void {
  const type = element(kind);
  values.forEach((value, i) => {
    const place = at + i * width[type];
    if (type === "i32") view.setInt32(place, value, true);
    else if (type === "f32") view.setFloat32(place, value, true);
    else view.setFloat64(place, value, true);
  });
}

export function read(view: DataView, kind: Kind, at: number): number[] {
  const type = element(kind);
  return Array.from({ length: lanes(kind) }, (_, i) => {
    const place = at + i * width[type];
    if (type === "i32") return view.getInt32(place, true);
    return type === "f32" ? view.getFloat32(place, true) : view.getFloat64(place, true);
  });
}

type Binary = (a: number, b: number) => number;
type Unary = (a: number) => number;

const comparisons = {
  eq: (a, b) => +(a === b),
  ne: (a, b) => +(a !== b),
  lt: (a, b) => +(a < b),
  gt: (a, b) => +(a > b),
  le: (a, b) => +(a <= b),
  ge: (a, b) => +(a >= b),
} satisfies Record<string, Binary>;

const floatBinary: Readonly<Record<string, Binary>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  min: Math.min,
  max: Math.max,
  // biome-ignore lint/complexity/useMathMinMax: unordered numbers give the first
  pmin: (a, b) => (b < a ? b : a),
  // biome-ignore lint/complexity/useMathMinMax: unordered numbers give the first
  pmax: (a, b) => (a < b ? b : a),
};

/** To the nearest integer, halves to the even one, zeros with their sign. */
const nearest: Unary = (a) => {
  const low = Math.floor(a);
  const even = low % 2 === 0 ? low : low + 1;
  const integer = a - low === 0.5 ? even : Math.round(a);
  return integer === 0 ? (Object.is(a, -0) || a < 0 ? -0 : 0) : integer;
};

const floatUnary: Readonly<Record<string, Unary>> = {
  abs: Math.abs,
  neg: (a) => -a,
  ceil: Math.ceil,
  floor: Math.floor,
  trunc: Math.trunc,
  sqrt: Math.sqrt,
  nearest,
};

const u = (a: number) => a >>> 0;
const integerBinary: Readonly<Record<string, Binary>> = {
  add: (a, b) => (a + b) | 0,
  sub: (a, b) => (a - b) | 0,
  mul: Math.imul,
  div_s: (a, b) => (a / b) | 0,
  div_u: (a, b) => (u(a) / u(b)) | 0,
  rem_s: (a, b) => (a % b) | 0,
  rem_u: (a, b) => (u(a) % u(b)) | 0,
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
  shl: (a, b) => a << b,
  shr_s: (a, b) => a >> b,
  shr_u: (a, b) => (a >>> b) | 0,
  min_s: Math.min,
  max_s: Math.max,
  eq: comparisons.eq,
  ne: comparisons.ne,
  ...Object.fromEntries(
    (["lt", "gt", "le", "ge"] as const).flatMap((name): [string, Binary][] => [
      [`${name}_s`, comparisons[name]],
      [`${name}_u`, (a, b) => comparisons[name](u(a), u(b))],
    ]),
  ),
};

const bitwise: Readonly<Record<string, Binary>> = {
  and: (a, b) => a & b,
  andnot: (a, b) => a & ~b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
};

const longBinary: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  add: (a, b) => a + b,
  mul: (a, b) => a * b,
  xor: (a, b) => a ^ b,
  shr_u: (a, b) => a >> (b % 64n),
  rotl: (a, b) => (a << (b % 64n)) | (a >> ((64n - (b % 64n)) % 64n)),
};
const joined = ([low, high]: readonly number[]) => (BigInt(high! >>> 0) << 32n) | BigInt(low! >>> 0);
const half = (value: bigint, lane: number) => Number(BigInt.asIntN(32, value >> BigInt(32 * lane)));

/** Numbers that tell operations apart; each set fills the lanes of one operand. */
const samples = {
  f32: [
    [1.5, -2.5, 0.5, -0],
    [3.25, 1.5, -2.5, 7],
    [-0.5, 2, Number.NaN, Number.POSITIVE_INFINITY],
  ],
  f64: [
    [1.5, -2.5],
    [Math.PI, 1e300],
    [-0, 2],
  ],
  i32: [
    [7, -7, 3, 1 << 30],
    [2, 3, -5, 31],
    [-1, 7, -(2 ** 31), 5],
  ],
} as const;

function sampled(takes: readonly Kind[]): Operands[] {
  const sets = [0, 1, 2].map((shift) =>
    takes.map((kind, i) => samples[element(kind)][(shift + i) % 3]!.slice(0, lanes(kind))),
  );
  // Scalars see every lane's numbers in turn.
  if (takes.some((kind) => lanes(kind) > 1)) return sets;
  return [0, 1].flatMap((lane) =>
    [0, 1, 2].map((shift) => takes.map((kind, i) => [samples[element(kind)][(shift + i) % 3]![lane]!])),
  );
}

const rounded = (kind: Kind, value: number) => (element(kind) === "f32" ? Math.fround(value) : value);

function instruction(takes: readonly Kind[], gives: Kind, meaning: Instruction["meaning"]): Instruction {
  return {
    takes,
    gives,
    meaning: (operands, lane) => rounded(gives, meaning(operands, lane)),
    samples: sampled(takes),
  };
}

/** The same operation on every lane. */
const mapped = (takes: readonly Kind[], gives: Kind, f: (...lane: number[]) => number): Instruction =>
  instruction(takes, gives, (operands, lane) => f(...operands.map((o) => o[lane]!)));

const named = (kind: Kind, names: readonly string[], make: (name: string) => Instruction) =>
  Object.fromEntries(names.map((name) => [`${kind}.${name}`, make(name)]));

const binary = (kind: Kind, table: Readonly<Record<string, Binary>>, names: readonly string[], gives = kind) =>
  named(kind, names, (name) => mapped([kind, kind], gives, table[name]!));
const unary = (kind: Kind, names: readonly string[]) =>
  named(kind, names, (name) => mapped([kind], kind, floatUnary[name]!));

/** True is all bits in a lane of a vector. */
const masks = Object.fromEntries(
  Object.entries({ ...integerBinary, ...comparisons }).map(([name, f]): [string, Binary] => [
    name,
    (a, b) => -f(a, b) | 0,
  ]),
);

const ORDER = Object.keys(comparisons);
const ARITHMETIC = ["add", "sub", "mul", "div", "min", "max"];

export const instructions: Readonly<Record<string, Instruction>> = {
  "i32.eqz": mapped(["i32"], "i32", (a) => +(a === 0)),
  ...binary("i32", integerBinary, ["eq", "ne", "lt_s", "lt_u", "gt_s", "gt_u", "le_s", "le_u", "ge_s", "ge_u"]),
  ...binary("i32", integerBinary, ["add", "sub", "mul", "div_s", "div_u", "rem_s", "rem_u"]),
  ...binary("i32", integerBinary, ["and", "or", "xor", "shl", "shr_s", "shr_u"]),
  "i32.clz": { ...mapped(["i32"], "i32", Math.clz32), samples: [[[0]], [[1]], [[-5]], [[0x00ff_0000]]] },
  "i32.ctz": {
    ...mapped(["i32"], "i32", (a) => (a === 0 ? 32 : 31 - Math.clz32(a & -a))),
    samples: [[[0]], [[1]], [[-(2 ** 31)]], [[0x00ff_0000]]],
  },
  ...named("i64", Object.keys(longBinary), (name) =>
    instruction(["i64", "i64"], "i64", ([a, b], lane) => half(longBinary[name]!(joined(a!), joined(b!)), lane)),
  ),
  ...binary("f32", comparisons, ORDER, "i32"),
  ...binary("f64", comparisons, ORDER, "i32"),
  ...binary("f32", floatBinary, ARITHMETIC),
  ...binary("f64", floatBinary, ARITHMETIC),
  ...unary("f32", ["abs", "neg", "ceil", "floor", "sqrt"]),
  ...unary("f64", ["abs", "neg", "ceil", "floor", "sqrt"]),
  "i32.trunc_f64_s": { ...mapped(["f64"], "i32", Math.trunc), samples: [[[-2.5]], [[1e9]]] },
  "f32.convert_i32_s": mapped(["i32"], "f32", (a) => a),
  "f32.demote_f64": mapped(["f64"], "f32", (a) => a),
  "f64.convert_i32_s": mapped(["i32"], "f64", (a) => a),
  "f64.promote_f32": mapped(["f32"], "f64", (a) => a),
  "i32.reinterpret_f32": mapped(["f32"], "i32", (a) => new Int32Array(Float32Array.of(a).buffer)[0]!),
  "f32.reinterpret_i32": {
    ...mapped(["i32"], "f32", (a) => new Float32Array(Int32Array.of(a).buffer)[0]!),
    samples: [[[0x3fc00000]]],
  },

  "i32x4.splat": instruction(["i32"], "i32x4", ([a]) => a![0]!),
  "f32x4.splat": instruction(["f32"], "f32x4", ([a]) => a![0]!),
  "f64x2.splat": instruction(["f64"], "f64x2", ([a]) => a![0]!),
  ...binary("i32x4", masks, ["eq", "ne", "lt_s", "lt_u", "gt_s", "le_s", "ge_s"]),
  ...binary("f32x4", masks, ORDER, "i32x4"),
  ...named("f64x2", ["eq", "lt", "gt"], (name) =>
    instruction(["f64x2", "f64x2"], "i32x4", ([a, b], lane) => masks[name]!(a![lane >> 1]!, b![lane >> 1]!)),
  ),
  ...Object.fromEntries(
    Object.entries(bitwise).map(([name, f]) => [`v128.${name}`, mapped(["i32x4", "i32x4"], "i32x4", f)]),
  ),
  "v128.not": mapped(["i32x4"], "i32x4", (a) => ~a),
  "v128.bitselect": mapped(["i32x4", "i32x4", "i32x4"], "i32x4", (a, b, mask) => (a! & mask!) | (b! & ~mask!)),
  "v128.any_true": {
    ...instruction(["i32x4"], "i32", ([a]) => +a!.some((x) => x !== 0)),
    samples: [[[0, 0, 0, 0]], [[0, 0, 8, 0]]],
  },
  "i32x4.all_true": {
    ...instruction(["i32x4"], "i32", ([a]) => +a!.every((x) => x !== 0)),
    samples: [[[1, 2, 0, 3]], [[1, 2, 4, 3]]],
  },
  "i32x4.bitmask": instruction(["i32x4"], "i32", ([a]) => a!.reduce((sum, x, i) => sum + (x < 0 ? 1 << i : 0), 0)),
  "i32x4.neg": mapped(["i32x4"], "i32x4", (a) => -a! | 0),
  ...named("i32x4", ["shl", "shr_s", "shr_u"], (name) =>
    instruction(["i32x4", "i32"], "i32x4", ([a, b], lane) => integerBinary[name]!(a![lane]!, b![0]!)),
  ),
  ...binary("i32x4", integerBinary, ["add", "sub", "mul", "min_s", "max_s"]),
  ...unary("f32x4", ["abs", "neg", "sqrt", "ceil", "floor", "trunc", "nearest"]),
  ...binary("f32x4", floatBinary, [...ARITHMETIC, "pmin", "pmax"]),
  ...unary("f64x2", ["sqrt"]),
  ...binary("f64x2", floatBinary, [...ARITHMETIC, "pmin", "pmax"]),
  "f32x4.demote_f64x2_zero": instruction(["f64x2"], "f32x4", ([a], lane) => a![lane] ?? 0),
  "f64x2.promote_low_f32x4": mapped(["f32x4"], "f64x2", (a) => a),
  "f64x2.convert_low_i32x4_s": mapped(["i32x4"], "f64x2", (a) => a),
  "f32x4.convert_i32x4_s": mapped(["i32x4"], "f32x4", (a) => a),
  "i32x4.trunc_sat_f32x4_s": {
    ...mapped(["f32x4"], "i32x4", (a) => Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Math.trunc(a) || 0))),
    samples: [[[-2.5, 1e20, -1e20, Number.NaN]]],
  },
  // The samples' products are exact, so it does not show whether they are rounded.
  "f32x4.relaxed_madd": mapped(["f32x4", "f32x4", "f32x4"], "f32x4", (a, b, c) => a * b + c),
  "f32x4.relaxed_nmadd": mapped(["f32x4", "f32x4", "f32x4"], "f32x4", (a, b, c) => -(a * b) + c),
};
