import { type Assembler, define } from "../../wasm/encode/assembler.js";
import type { ModuleBuilder } from "../../wasm/encode/module.js";
import { type Local, not, type Value } from "../../wasm/encode/value.js";
import { areas, kernelMemory, lazyModule } from "../shared/kernel/memory.js";
import type { PaddedMask } from "./peeling.js";
import { simplePoints2d, simplePoints3d } from "./simple-points.js";

/** Beyond this many cells the memory would not do. */
const MOST = 1 << 26;

const params = {
  mask: "i32",
  alive: "i32",
  living: "i32",
  layer: "i32",
  side: "i32",
  row: "i32",
  sheet: "i32",
  table: "i32",
} as const;

/**
 * Takes one layer off on one side.
 *
 * @param mask the address of the cells, a byte each, padded by background.
 * @param alive the address of the numbers of living cells; `living` is how many there are.
 * @param layer the address of memory for as many numbers.
 * @param side what to add to a cell to come to the one on that side.
 * @param row how many cells a row has, and `sheet` a plane of rows.
 * @param table for a plane, whether a pixel with these neighbours can go; for a volume, which neighbours each of them touches.
 * @returns how many cells are left.
 */
type Peel = (...args: { [K in keyof typeof params]: number }[keyof typeof params][]) => number;

const peeling = lazyModule<{ readonly plane: Peel; readonly volume: Peel }>((builder) => {
  definePeel(builder, "plane", planeAround, ({ a, table }, bits, go) => {
    a.if(a.elements("u8", table).get(bits), go);
  });
  definePeel(builder, "volume", volumeAround, ({ a, table }, bits, go) => {
    a.if(euler(a, bits).eq(1), () => a.if(isOnePiece(a, bits, table), go));
  });
});

/** Peels a mask of two or three axes; false, with nothing changed, where kernels cannot run. */
export function peelByKernel({ cells, sizes, sides }: PaddedMask): boolean {
  const found = cells.length > MOST ? undefined : peeling();
  if (found === undefined) return false;
  const flat = sizes.length === 2;
  const living = cells.reduce((sum, cell) => sum + cell, 0);
  const tables = { table: flat ? simplePoints2d.simple!.length : 4 * simplePoints3d.touching.length };
  const at = areas({ mask: cells.length + 4, alive: 4 * living + 4, layer: 4 * living + 4, ...tables });
  const memory = kernelMemory(at.end);
  if (memory === undefined) return false;
  memory.bytes.set(cells, at.mask);
  if (flat) memory.bytes.set(simplePoints2d.simple!, at.table);
  else memory.words.set(simplePoints3d.touching, at.table / 4);
  for (let cell = 0, next = at.alive / 4; cell < cells.length; cell++)
    if (cells[cell] === 1) memory.words[next++] = cell;

  const row = sizes.at(-1)! + 2;
  const sheet = row * (sizes.at(-2)! + 2);
  const peel = flat ? found.plane : found.volume;
  for (let left = living, removed = true; removed; ) {
    removed = false;
    for (const side of sides) {
      const before = left;
      left = peel(at.mask, at.alive, before, at.layer, side, row, sheet, at.table);
      removed ||= left < before;
    }
  }
  cells.set(memory.bytes.subarray(at.mask, at.mask + cells.length));
  return true;
}

interface Place {
  readonly a: Assembler;
  readonly row: Value;
  readonly sheet: Value;
  readonly table: Value;
}

/**
 * Adds a function that peels: what can go is decided for the layer together, so that it goes evenly, and again one by one, because neighbours in it may have gone.
 *
 * @param around the neighbours of the cell at an address as bits.
 * @param ifSimple writes what happens where a cell with these neighbours can go.
 */
function definePeel(
  builder: ModuleBuilder,
  name: string,
  around: (place: Place, at: Value) => Value,
  ifSimple: (place: Place, bits: Local, go: () => void) => void,
): void {
  define(builder, name, params, (a, { mask, alive, living, layer, side, row, sheet, table }) => {
    const place = { a, row, sheet, table };
    const cells = a.elements("u8", mask);
    const [lives, layered] = [a.elements("i32", alive), a.elements("i32", layer)];
    const reached = a.int(0);
    a.for(0, living, (i) => {
      const cell = a.let(lives.get(i));
      a.if(not(cells.get(cell.add(side))), () => {
        const bits = a.let(around(place, cell.add(mask)));
        // With one neighbour it is the end of a line.
        a.if(bits.and(bits.sub(1)), () =>
          ifSimple(place, bits, () => {
            layered.set(reached, cell);
            reached.increase();
          }),
        );
      });
    });
    const gone = a.int(0);
    a.for(0, reached, (i) => {
      const cell = a.let(layered.get(i));
      const bits = a.let(around(place, cell.add(mask)));
      ifSimple(place, bits, () => {
        cells.set(cell, 0);
        gone.increase();
      });
    });
    a.if(not(gone), () => a.return(living));
    const left = a.int(0);
    a.for(0, living, (i) => {
      const cell = a.let(lives.get(i));
      lives.set(left, cell);
      left.increase(cells.get(cell));
    });
    return left;
  });
}

/** Three cells side by side from an address on, each 0 or 1, as three bits: a product moves each byte to its place. */
const three = (a: Assembler, at: Value): Value =>
  a
    .elements("i32", at)
    .get(0)
    .mul((1 << 16) | (1 << 9) | (1 << 2))
    .shrU(16)
    .and(7);

/** The same without the one in the middle. */
function two(a: Assembler, at: Value): Value {
  const bits = a.let(three(a, at));
  return bits.and(1).or(bits.shrU(1).and(2));
}

function planeAround({ a, row }: Place, at: Value): Value {
  const before = a.let(at.sub(1));
  return three(a, before.sub(row))
    .or(two(a, before).shl(3))
    .or(three(a, before.add(row)).shl(5));
}

function volumeAround({ a, row, sheet }: Place, at: Value): Value {
  const before = a.let(at.sub(1));
  const rows = (middle: Value) =>
    three(a, middle.sub(row))
      .or(three(a, middle).shl(3))
      .or(three(a, middle.add(row)).shl(6));
  const [front, back] = [a.let(before.sub(sheet)), a.let(before.add(sheet))];
  const own = three(a, before.sub(row))
    .or(two(a, before).shl(3))
    .or(three(a, before.add(row)).shl(5));
  return rows(front).or(own.shl(9)).or(rows(back).shl(17));
}

/** The Euler characteristic of what a cube shares with its neighbours. */
function euler(a: Assembler, bits: Value): Value {
  const sum = a.int(0);
  for (const { sharing, sign } of simplePoints3d.parts) sum.increase(not(not(bits.and(sharing))).mul(sign));
  return sum;
}

/** Whether neighbours, of which there is one, hang together: all are reached from the first. */
function isOnePiece(a: Assembler, bits: Value, table: Value): Value {
  const touching = a.elements("i32", table);
  const front = a.let(bits.and(a.int(0).sub(bits)));
  const rest = a.let(bits.xor(front));
  a.while(front, () => {
    const next = a.let(touching.get(front.into("i32", ["i32.ctz"])).and(rest));
    rest.set(rest.xor(next));
    front.set(front.and(front.sub(1)).or(next));
  });
  return not(rest);
}
