import { Bytes, NotEncodable } from "./bytes.js";
import type { ValType } from "./opcodes.js";

/** An instruction that names a local. */
interface Mention {
  /** Where its number begins and ends in the bytes. */
  readonly at: number;
  readonly end: number;
  readonly local: number;
  readonly writes: boolean;
  /** How many blocks were open. */
  readonly depth: number;
}

/** Instructions with the locals that they name, by numbers which are not final. */
export class Instructions {
  readonly bytes = new Bytes();
  readonly mentions: Mention[] = [];
  /** From where to where loops last, outermost only. */
  readonly loops: { readonly begin: number; readonly end: number }[] = [];
  /** Instructions that were written aside and are put here, by the numbers of the mentions they begin with. */
  readonly parts: { readonly part: Instructions; readonly first: number }[] = [];
  #depth = 0;
  #openLoops = 0;

  /** What stands inside of a block. */
  nest(isLoop: boolean, body: () => void): void {
    const begin = this.bytes.length;
    this.#depth++;
    if (isLoop) this.#openLoops++;
    body();
    this.#depth--;
    if (isLoop && --this.#openLoops === 0) this.loops.push({ begin, end: this.bytes.length });
  }

  /** An instruction that reads a local (`0x20`) or writes it. */
  mention(opcode: number, local: number): void {
    this.bytes.byte(opcode);
    const at = this.bytes.length;
    this.bytes.unsigned(local);
    this.mentions.push({ at, end: this.bytes.length, local, writes: opcode !== 0x20, depth: this.#depth });
  }

  put(part: Instructions): void {
    const [start, first] = [this.bytes.length, this.mentions.length];
    this.bytes.all(part.bytes.written);
    for (const mention of part.mentions)
      this.mentions.push({ ...mention, at: mention.at + start, end: mention.end + start });
    this.parts.push({ part, first });
  }
}

/** Locals of a function in their final order, and by what numbers instructions name them. */
interface Assignment {
  readonly types: readonly ValType[];
  readonly numbers: ReadonlyMap<number, number>;
}

/** The most locals that engines accept in a function. */
const mostLocals = 50_000;

/**
 * Gives locals their final numbers. Those that are written before they are read within a part written aside, and named nowhere else, hold nothing from one round to
 * the next: where one is read for the last time, another may take its place.
 *
 * @param types of the locals after the parameters.
 * @throws {NotEncodable} where there are more than engines accept.
 */
function assigned(main: Instructions, params: number, types: readonly ValType[]): Assignment {
  const shared = sharedLocals(main, params);
  const final: ValType[] = [];
  const numbers = new Map<number, number>();
  const declare = (type: ValType) => params + final.push(type) - 1;
  // Types side by side take one entry in the function's list of locals.
  const own = types.flatMap((type, i) => (shared.has(params + i) ? [] : [{ type, local: params + i }]));
  own.sort((a, b) => (a.type < b.type ? -1 : a.type > b.type ? 1 : a.local - b.local));
  for (const { type, local } of own) numbers.set(local, declare(type));
  const pools = new Map<ValType, number[]>();
  for (const part of new Set(main.parts.map((placed) => placed.part))) {
    const free = new Map([...pools].map(([type, all]) => [type, [...all].reverse()]));
    for (const { local, ends } of lifetimes(part, shared)) {
      const type = types[local - params]!;
      const pool = free.get(type) ?? [];
      free.set(type, pool);
      const slot = pool.pop() ?? added(pools, type, declare(type));
      numbers.set(local, slot);
      for (const ended of ends) free.get(types[ended - params]!)?.push(numbers.get(ended)!);
    }
  }
  if (final.length > mostLocals)
    throw new NotEncodable(`A function of ${final.length} locals: engines accept ${mostLocals}.`);
  return { types: final, numbers };
}

function added(pools: Map<ValType, number[]>, type: ValType, slot: number): number {
  const pool = pools.get(type);
  if (pool) pool.push(slot);
  else pools.set(type, [slot]);
  return slot;
}

/** Locals that only one part names, and that it writes first, whichever way it goes. */
function sharedLocals(main: Instructions, params: number): ReadonlySet<number> {
  const owner = new Map<number, Instructions | undefined>();
  const name = (local: number, by: Instructions | undefined) => {
    if (owner.has(local) && owner.get(local) !== by) owner.set(local, undefined);
    else owner.set(local, by);
  };
  let next = 0;
  for (const { part, first } of main.parts) {
    for (; next < first; next++) name(main.mentions[next]!.local, undefined);
    next += part.mentions.length;
  }
  for (; next < main.mentions.length; next++) name(main.mentions[next]!.local, undefined);
  const found = new Set<number>();
  for (const part of new Set(main.parts.map((placed) => placed.part))) {
    const seen = new Set<number>();
    for (const { local, writes, depth } of part.mentions) {
      name(local, part);
      if (seen.has(local)) continue;
      seen.add(local);
      if (writes && depth === 0 && local >= params) found.add(local);
    }
  }
  return new Set([...found].filter((local) => owner.get(local) !== undefined));
}

/** The shared locals of a part in the order in which they are first written, each with those that ended before. */
function lifetimes(part: Instructions, shared: ReadonlySet<number>) {
  const begin = new Map<number, number>();
  const end = new Map<number, number>();
  for (const { at, local } of part.mentions) {
    if (!shared.has(local)) continue;
    if (!begin.has(local)) begin.set(local, at);
    // What a round of a loop reads must still be there in the next.
    const loop = part.loops.find((around) => around.begin <= at && at < around.end);
    end.set(local, loop && begin.get(local)! < loop.begin ? loop.end : at);
  }
  const ending = [...end].sort(([, a], [, b]) => a - b);
  let ended = 0;
  const order = [...begin.keys()];
  return order.map((local, i) => {
    const ends: number[] = [];
    const next = order[i + 1];
    const until = next === undefined ? Number.POSITIVE_INFINITY : begin.get(next)!;
    while (ended < ending.length && ending[ended]![1] < until) ends.push(ending[ended++]![0]);
    return { local, ends };
  });
}

/** Instructions with the final numbers of their locals, and the types of these. */
export function withFinalLocals(
  main: Instructions,
  params: number,
  types: readonly ValType[],
): { readonly types: readonly ValType[]; readonly body: Bytes } {
  const { types: final, numbers } = assigned(main, params, types);
  const body = new Bytes();
  const from = main.bytes.written;
  let copied = 0;
  for (const { at, end, local } of main.mentions) {
    body.all(from.subarray(copied, at)).unsigned(numbers.get(local) ?? local);
    copied = end;
  }
  body.all(from.subarray(copied));
  return { types: final, body };
}
