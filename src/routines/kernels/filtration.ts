import { define } from "../../wasm/encode/assembler.js";
import type { ModuleBuilder } from "../../wasm/encode/module.js";
import type { Entered, Entering } from "../filtration.js";
import { areas, kernels, roomFor } from "./memory.js";

const WORD = 4;
/** Of `NO_CELL`, as a byte. */
const NO_DIMENSION = 0xff;
/** Of a cell that never enters. */
const ALL_BITS = 0xff;

const params = {
  sequence: "i32",
  pixelCount: "i32",
  at: "i32",
  missing: "i32",
  steps: "i32",
  stepCount: "i32",
  next: "i32",
  turn: "i32",
  places: "i32",
  pixels: "i32",
  entered: "i32",
} as const;

/**
 * Lets pixels enter, one after the other.
 *
 * @param sequence the address of the pixels in their sequence, `at` of the cell of each.
 * @param missing the address of a byte for each cell: its dimension, until it has entered.
 * @param steps the address of what to add to a cell to reach those around it, of which there are `stepCount`.
 * @param next the address of two words for each dimension: which entry the next cell of it will be, and which place it will have there.
 * @param turn what follows in a place after the one before: 1, or −1 where the sequence goes backwards.
 * @returns 0.
 */
type Enter = (...args: { [K in keyof typeof params]: number }[keyof typeof params][]) => number;

const entering = kernels<{ readonly enter: Enter }>(defineEnter);

/** Each cell's place and pixel, and the cells in the sequence in which they enter, dimension by dimension; undefined where kernels cannot run. */
export function enteredByKernels({ pixelSequence, at, dimensions, around, ...given }: Entering): Entered | undefined {
  const found = entering();
  const { starts, count, backwards } = given;
  const cells = dimensions.length;
  const total = starts.at(-1)! + count.at(-1)!;
  const areasOf = areas({
    sequence: WORD * pixelSequence.length,
    at: WORD * at.length,
    missing: cells,
    steps: WORD * around.length,
    next: 2 * WORD * count.length,
    places: WORD * cells,
    pixels: WORD * cells,
    entered: WORD * total,
  });
  const room = found && roomFor(areasOf.end);
  if (found === undefined || room === undefined) return undefined;
  const { words } = room;
  words.set(backwards ? pixelSequence.toReversed() : pixelSequence, areasOf.sequence / WORD);
  words.set(at, areasOf.at / WORD);
  room.bytes.set(dimensions, areasOf.missing);
  words.set(around, areasOf.steps / WORD);
  for (let d = 0; d < count.length; d++) {
    const place = backwards ? count[d]! - 1 : 0;
    words[areasOf.next / WORD + 2 * d] = starts[d]! + place;
    words[areasOf.next / WORD + 2 * d + 1] = place;
  }
  room.bytes.fill(ALL_BITS, areasOf.places, areasOf.places + WORD * cells);
  room.bytes.fill(0, areasOf.pixels, areasOf.pixels + WORD * cells);
  found.enter(
    areasOf.sequence,
    pixelSequence.length,
    areasOf.at,
    areasOf.missing,
    areasOf.steps,
    around.length,
    areasOf.next,
    backwards ? -1 : 1,
    areasOf.places,
    areasOf.pixels,
    areasOf.entered,
  );
  const copied = (from: number, length: number) => words.slice(from / WORD, from / WORD + length);
  return {
    places: copied(areasOf.places, cells),
    pixels: copied(areasOf.pixels, cells),
    entered: copied(areasOf.entered, total),
  };
}

function defineEnter(builder: ModuleBuilder): void {
  define(builder, "enter", params, (a, p) => {
    const [sequence, at, steps] = [p.sequence, p.at, p.steps].map((base) => a.elements("i32", base));
    const [places, pixels, entered] = [p.places, p.pixels, p.entered].map((base) => a.elements("i32", base));
    const missing = a.elements("u8", p.missing);
    a.for(0, p.pixelCount, (i) => {
      const pixel = a.let(sequence!.get(i));
      const center = a.let(at!.get(pixel));
      a.for(0, p.stepCount, (k) => {
        const cell = a.let(steps!.get(k).add(center));
        const dimension = a.let(missing.get(cell));
        a.if(dimension.ne(NO_DIMENSION), () => {
          missing.set(cell, NO_DIMENSION);
          const next = a.elements("i32", a.let(dimension.shl(3).add(p.next)));
          const [entry, place] = [a.let(next.get(0)), a.let(next.get(1))];
          next.set(0, entry.add(p.turn));
          next.set(1, place.add(p.turn));
          places!.set(cell, place);
          pixels!.set(cell, pixel);
          entered!.set(entry, cell);
        });
      });
    });
    return 0;
  });
}
