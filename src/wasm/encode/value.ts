import type { Code } from "./code.js";
import type { Plain, ValType } from "./opcodes.js";

/** A number where one is asked for: a constant, or one that is computed. */
export type NumberOperand<T extends ValType = "i32"> = Value<T> | number;

/**
 * A number that instructions compute, wherever it is used: they are written there, once for every use. What is used twice, or may change in between, is kept in a
 * local (`Assembler.let`). Integers are signed, but for what ends in `U`; comparisons give 1 or 0.
 */
export class Value<T extends ValType = "i32"> {
  readonly type: T;
  /** Writes the instructions that leave the number on the stack. */
  readonly write: (code: Code) => void;

  constructor(type: T, write: (code: Code) => void) {
    this.type = type;
    this.write = write;
  }

  add(other: NumberOperand<T>): Value<T> {
    return this.#with("add", other);
  }
  sub(other: NumberOperand<T>): Value<T> {
    return this.#with("sub", other);
  }
  mul(other: NumberOperand<T>): Value<T> {
    return this.#with("mul", other);
  }
  divU(other: NumberOperand<T>): Value<T> {
    return this.#with("div_u", other);
  }
  remU(other: NumberOperand<T>): Value<T> {
    return this.#with("rem_u", other);
  }
  and(other: NumberOperand<T>): Value<T> {
    return this.#with("and", other);
  }
  or(other: NumberOperand<T>): Value<T> {
    return this.#with("or", other);
  }
  xor(other: NumberOperand<T>): Value<T> {
    return this.#with("xor", other);
  }
  shl(bits: NumberOperand<T>): Value<T> {
    return this.#with("shl", bits);
  }
  shr(bits: NumberOperand<T>): Value<T> {
    return this.#with("shr_s", bits);
  }
  shrU(bits: NumberOperand<T>): Value<T> {
    return this.#with("shr_u", bits);
  }

  eq(other: NumberOperand<T>): Value {
    return this.#compared("eq", other);
  }
  ne(other: NumberOperand<T>): Value {
    return this.#compared("ne", other);
  }
  lt(other: NumberOperand<T>): Value {
    return this.#compared(`lt${this.#signed}`, other);
  }
  le(other: NumberOperand<T>): Value {
    return this.#compared(`le${this.#signed}`, other);
  }
  gt(other: NumberOperand<T>): Value {
    return this.#compared(`gt${this.#signed}`, other);
  }
  ge(other: NumberOperand<T>): Value {
    return this.#compared(`ge${this.#signed}`, other);
  }
  ltU(other: NumberOperand<T>): Value {
    return this.#compared("lt_u", other);
  }
  geU(other: NumberOperand<T>): Value {
    return this.#compared("ge_u", other);
  }

  /** What instructions make of it, and of further operands. */
  into<R extends ValType>(type: R, names: readonly Plain[], ...others: readonly Value<ValType>[]): Value<R> {
    return new Value(type, (code) => {
      this.write(code);
      for (const other of others) other.write(code);
      code.op(...names);
    });
  }

  get #signed(): "_s" | "" {
    return this.type === "i32" ? "_s" : "";
  }
  #with(name: string, other: NumberOperand<T>): Value<T> {
    return this.into(this.type, [`${this.type}.${name}` as Plain], asValue(this.type, other));
  }
  #compared(name: string, other: NumberOperand<T>): Value {
    return this.into("i32", [`${this.type}.${name}` as Plain], asValue(this.type, other));
  }
}

/** An operand as a value: a number as the constant of a type, the same in all lanes of a vector. */
export function asValue<T extends ValType>(type: T, operand: NumberOperand<T>): Value<T> {
  if (operand instanceof Value) return operand;
  const write = {
    i32: (code: Code) => code.i32(operand),
    i64: (code: Code) => code.i64(BigInt(operand)),
    f32: (code: Code) => code.f32(operand),
    f64: (code: Code) => code.f64(operand),
    v128: (code: Code) => code.bits(operand),
  }[type];
  return new Value(type, write);
}

/** 1 where a number is 0, else 0. */
export const not = (value: Value): Value => value.into("i32", ["i32.eqz"]);

/** One of two numbers, both of which are computed. */
export function select<T extends ValType>(condition: Value, yes: Value<T>, no: NumberOperand<T>): Value<T> {
  return yes.into(yes.type, ["select"], asValue(yes.type, no), condition);
}

/** A number that can be set. */
export class Local<T extends ValType = "i32"> extends Value<T> {
  readonly #code: Code;
  readonly index: number;

  constructor(code: Code, type: T, index: number) {
    super(type, (to) => to.get(index));
    this.#code = code;
    this.index = index;
  }

  set(value: NumberOperand<T>): void {
    asValue(this.type, value).write(this.#code);
    this.#code.set(this.index);
  }
  increase(by: NumberOperand<T> = 1): void {
    this.set(this.add(by));
  }
}
