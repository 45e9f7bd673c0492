import { type Assembler, type Defined, define } from "../../../wasm/encode/assembler.js";
import type { ModuleBuilder } from "../../../wasm/encode/module.js";
import { asValue, type Local, Value } from "../../../wasm/encode/value.js";
import { MAGNITUDE } from "../../shared/kernel/keys.js";
import { PAIR } from "../../shared/kernel/radix-sort.js";

/** The height of the padding around an image, which no pixel has. */
export const LOWEST = -0x8000_0000;
/** A saddle is a word: the number of its cell, and in the highest byte which of its neighbours are higher. */
export const SHAPE_SHIFT = 24;
/** Bytes of what is known for each choice of higher neighbours: a step up, a step down, and the bytes that a saddle takes, 0 if it is none. */
export const RING_ENTRY_BYTES = 16;

const WORD = 4;
const VECTOR = 16;

/** The single that a height stands for, and the other way round: their bits rise with the values, also where those are negative. */
export const turned = (bits: Value): Value => bits.xor(bits.shr(31).and(MAGNITUDE));

/**
 * Adds the function `padKeys`: copies singles into a padded grid, as integers that compare as they do. Returns whether one of them is NaN.
 *
 * What lies behind the values, up to a vector, must be numbers as well.
 */
export function definePadKeys(builder: ModuleBuilder): Defined {
  const params = { values: "i32", height: "i32", width: "i32", heights: "i32" } as const;
  return define(builder, "padKeys", params, (a, { values, height, width, heights }) => {
    const pitch = a.let(width.add(2).shl(2));
    const unordered = a.local("v128");
    const lowest = a.let(asValue("v128", LOWEST));
    fillVectors(a, heights, heights.add(pitch).add(WORD), lowest);
    const [from, row] = [a.let(values), a.let(heights.add(pitch).add(WORD))];
    a.for(0, height, () => {
      const [source, target] = [a.let(from), a.let(row)];
      from.increase(width.shl(2));
      a.while(source.lt(from), () => {
        const singles = a.let(a.elements("v128", source).get(0));
        unordered.set(singles.into<"v128">("v128", ["f32x4.ne"], singles).into("v128", ["v128.or"], unordered));
        a.elements("v128", target).set(0, turnedVector(a, singles));
        source.increase(VECTOR);
        target.increase(VECTOR);
      });
      // The last vector of a row reaches into the padding, and the next row.
      const end = a.elements("i32", a.let(width.shl(2).add(row)));
      end.set(0, LOWEST);
      end.set(1, LOWEST);
      row.increase(pitch);
    });
    fillVectors(a, row.sub(WORD), row.add(pitch).sub(WORD), lowest);
    return unordered.into("i32", ["v128.any_true"]);
  });
}

function turnedVector(a: Assembler, singles: Value<"v128">): Value<"v128"> {
  const values = a.let(singles.into("v128", ["f32x4.add"], asValue("v128", 0)));
  return new Value("v128", (code) => {
    code.get(values.index).i32(31).op("i32x4.shr_s").bits(MAGNITUDE).op("v128.and").get(values.index).op("v128.xor");
  });
}

/** Fills whole vectors, the last of which may reach beyond the end. */
function fillVectors(a: Assembler, start: Value, end: Value, vector: Local<"v128">): void {
  a.for(start, a.let(end), (at) => a.elements("v128", at).set(0, vector), VECTOR);
}

/**
 * Adds the function `findSaddles`. From the heights of a padded grid it writes a higher and a lower neighbour of each pixel, each beside the height of the pixel; pairs
 * of all saddles and keys, the highest having the least key; and the highest cell at `maximum`. Returns how many saddles there are.
 *
 * `shapes` is the address of a word for each pixel of a row, and a vector.
 */
export function defineFindSaddles(builder: ModuleBuilder): Defined {
  const params = {
    heights: "i32",
    height: "i32",
    width: "i32",
    ringEntries: "i32",
    shapes: "i32",
    up: "i32",
    down: "i32",
    saddles: "i32",
    maximum: "i32",
  } as const;
  return define(builder, "findSaddles", params, (a, p) => {
    const pitch = a.let(p.width.add(2));
    const rowBytes = a.let(pitch.shl(2));
    const [heights, up, down] = [
      a.elements("i32", p.heights),
      a.elements("firsts", p.up),
      a.elements("firsts", p.down),
    ];
    const [upHeights, downHeights] = [a.elements("firsts", p.up.add(4)), a.elements("firsts", p.down.add(4))];
    downHeights.set(0, LOWEST);
    const saddle = a.let(p.saddles);
    const [highest, maximum] = [a.int(LOWEST), a.int(0)];
    const row = a.let(pitch.add(1));
    a.for(0, p.height, () => {
      const shape = a.let(p.shapes);
      const line = a.let(row.shl(2).add(p.heights));
      const lineEnd = a.let(p.width.shl(2).add(line));
      a.for(
        line,
        lineEnd,
        (at) => {
          a.elements("v128", shape).set(0, shapesAt(a, at, rowBytes));
          shape.increase(VECTOR);
        },
        VECTOR,
      );
      shape.set(p.shapes);
      a.for(row, a.let(row.add(p.width)), (cell) => {
        const around = a.let(a.elements("i32", shape).get(0));
        const entry = a.elements("i32", a.let(around.shl(Math.log2(RING_ENTRY_BYTES)).add(p.ringEntries)));
        up.set(cell, cell.add(entry.get(0)));
        down.set(cell, cell.add(entry.get(1)));
        const here = a.let(heights.get(cell));
        upHeights.set(cell, here);
        downHeights.set(cell, here);
        const pair = a.elements("i32", saddle);
        // Written in any case, and kept if it is one: which pixels are saddles no processor can predict in noise.
        pair.set(0, here.xor(~LOWEST));
        pair.set(1, around.shl(SHAPE_SHIFT).or(cell));
        saddle.increase(entry.get(2));
        a.if(here.gt(highest), () => {
          highest.set(here);
          maximum.set(cell);
        });
        shape.increase(WORD);
      });
      row.increase(pitch);
    });
    a.elements("i32", p.maximum).set(0, maximum);
    return saddle.sub(p.saddles).divU(PAIR);
  });
}

/** Which neighbours of four pixels are higher, a bit each, as in `RING` of ../ring.ts. Of two equal pixels the earlier is the higher. */
function shapesAt(a: Assembler, at: Local, rowBytes: Local): Value<"v128"> {
  const here = a.let(a.elements("v128", at).get(0));
  const [above, below] = [a.let(at.sub(rowBytes).sub(WORD)), a.let(at.add(rowBytes).sub(WORD))];
  const before = a.let(at.sub(WORD));
  const neighbours = [
    { from: above, offset: WORD, op: "i32x4.ge_s" },
    { from: above, offset: 2 * WORD, op: "i32x4.ge_s" },
    { from: at, offset: WORD, op: "i32x4.gt_s" },
    { from: below, offset: 2 * WORD, op: "i32x4.gt_s" },
    { from: below, offset: WORD, op: "i32x4.gt_s" },
    { from: below, offset: 0, op: "i32x4.gt_s" },
    { from: before, offset: 0, op: "i32x4.ge_s" },
    { from: above, offset: 0, op: "i32x4.ge_s" },
  ] as const;
  return new Value("v128", (code) => {
    neighbours.forEach(({ from, offset, op }, k) => {
      code
        .get(from.index)
        .at("v128.load", offset)
        .get(here.index)
        .op(op)
        .bits(1 << k)
        .op("v128.and");
      if (k > 0) code.op("v128.or");
    });
  });
}
