import type { Code } from "./code.js";
import { type Element, Elements, type TypeOf, widths } from "./elements.js";
import type { ModuleBuilder } from "./module.js";
import type { ValType } from "./opcodes.js";
import { asValue, Local, type NumberOperand, not, Value } from "./value.js";

/** The ways out of a round of a loop: to the next round, or out of the loop. With a condition, where it holds. */
export interface Loop {
  readonly next: (condition?: Value) => void;
  readonly exit: (condition?: Value) => void;
}

/** A function of a module, which others of the module can call. */
export interface Defined {
  readonly index: number;
}

type Params = Readonly<Record<string, ValType>>;
type Locals<P extends Params> = { readonly [K in keyof P]: Local<P[K]> };

/**
 * Adds a function to a module, exported by its name. It returns the integer that `write` gives.
 *
 * @param params names and types of the parameters, in sequence.
 */
export function define<P extends Params>(
  builder: ModuleBuilder,
  name: string,
  params: P,
  write: (a: Assembler, params: Locals<P>) => NumberOperand,
): Defined {
  const types = Object.values(params);
  const { index, code } = builder.function(types, ["i32"], name);
  const locals = Object.fromEntries(Object.keys(params).map((key, i) => [key, new Local(code, types[i]!, i)]));
  asValue("i32", write(new Assembler(code), locals as Locals<P>)).write(code);
  return { index };
}

/**
 * Writes a function in sentences: numbers are values, and statements stand in the sequence in which they are said.
 *
 * @example
 * ```ts
 * const sum = a.int(0);
 * const entries = a.elements("i32", start);
 * a.for(0, count, (i) => sum.increase(entries.get(i)));
 * ```
 */
export class Assembler {
  readonly code: Code;
  /** How many blocks are open. */
  #depth = 0;

  constructor(code: Code) {
    this.code = code;
  }

  // — numbers —
  /** A local of its own, 0 at first. */
  local<T extends ValType>(type: T): Local<T> {
    return new Local(this.code, type, this.code.lasting(type));
  }
  /** A local that is set to a number whenever this place is passed. */
  let<T extends ValType = "i32">(value: Value<T>): Local<T> {
    const local = this.local(value.type);
    local.set(value);
    return local;
  }
  /** A local that is set to an integer whenever this place is passed. */
  int(value: number): Local {
    return this.let(asValue("i32", value));
  }
  /** Elements in memory from an address on. */
  elements<E extends Element>(element: E, base: NumberOperand): Elements<TypeOf<E>> {
    return new Elements<TypeOf<E>>(this.code, widths[element] as never, base);
  }
  /** Sets so many bytes to a value from 0 to 255. */
  fill(address: NumberOperand, byte: NumberOperand, count: NumberOperand): void {
    this.#push(address, byte, count);
    this.code.memoryFill();
  }
  /** Copies bytes, which may overlap. */
  copy(to: NumberOperand, from: NumberOperand, count: NumberOperand): void {
    this.#push(to, from, count);
    this.code.memoryCopy();
  }

  // — control —
  if(condition: Value, yes: () => void, no?: () => void): void {
    condition.write(this.code);
    this.#depth++;
    this.code.if(yes, no);
    this.#depth--;
  }
  /** What can be left before its end. */
  block(body: (leave: (condition?: Value) => void) => void): void {
    this.code.block(() => {
      const inside = ++this.#depth;
      body((condition) => this.#leave(inside, condition));
      this.#depth--;
    });
  }
  /** Rounds without end, until one goes out. */
  loop(body: (loop: Loop) => void): void {
    this.code.block(() => {
      this.code.loop(() => {
        this.#depth += 2;
        const inside = this.#depth;
        body({
          next: (condition) => this.#leave(inside, condition),
          exit: (condition) => this.#leave(inside - 1, condition),
        });
        this.#leave(inside);
        this.#depth -= 2;
      });
    });
  }
  while(condition: Value, body: (loop: Loop) => void): void {
    this.loop((loop) => {
      loop.exit(not(condition));
      body(loop);
    });
  }
  /** Runs the body for integers from one on while they are less than `end`, which is computed anew each time. */
  for(from: NumberOperand, end: NumberOperand, body: (index: Local) => void, step = 1): void {
    const index = this.let(asValue("i32", from));
    this.code.block(() => {
      index.ge(end).write(this.code);
      this.code.brIf(0).loop(() => {
        this.#depth += 2;
        body(index);
        this.#depth -= 2;
        index.increase(step);
        index.lt(end).write(this.code);
        this.code.brIf(0);
      });
    });
  }
  return(value: NumberOperand): void {
    asValue("i32", value).write(this.code);
    this.code.op("return");
  }

  /** Calls a function for the integer it returns. */
  call({ index }: Defined, ...args: readonly NumberOperand<ValType>[]): Local {
    this.#push(...args);
    this.code.call(index);
    const returned = this.local("i32");
    this.code.set(returned.index);
    return returned;
  }

  #push(...operands: readonly NumberOperand<ValType>[]): void {
    for (const operand of operands) (operand instanceof Value ? operand : asValue("i32", operand)).write(this.code);
  }
  #leave(block: number, condition?: Value): void {
    condition?.write(this.code);
    if (condition) this.code.brIf(this.#depth - block);
    else this.code.br(this.#depth - block);
  }
}
