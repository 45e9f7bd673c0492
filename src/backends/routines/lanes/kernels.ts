import type { Code } from "../../wasm/encode/code.js";
import { kernels } from "../kernels/memory.js";

/** Lanes of a vector: four singles, or two doubles where squares of distances are not whole numbers that a single holds. */
export type Lanes = "f32x4" | "f64x2";

/** Steps on each side of a pixel that are tried one by one. What is further from a false pixel is left to the lower envelope. */
export const REACH = 48;
export const VECTOR = 16;

export interface Kernels {
  /**
   * Replaces a mask by the steps to the nearest false pixel along the first axis, Infinity where the line has none. `stride` bytes from one place to the next.
   *
   * @returns whether there is a false pixel, as 0 or 1.
   */
  readonly steps: (start: number, end: number, stride: number) => number;
  readonly pass: (kind: PassKind) => Pass;
}

export interface PassKind {
  readonly lanes: Lanes;
  /** What comes in: singles that count steps along the first axis, or squares. */
  readonly from: "steps" | "squares";
  /** What goes out: squares, or distances as singles. */
  readonly to: "squares" | "distances";
  /** Whether the lanes lie on neighbouring lines, and not along one. */
  readonly across: boolean;
}

/**
 * `least[q] = min_p heights[p] + costs[|q − p|]` on some lines, one after the other, beginning with `first`: heights are copied to `line`, which has a margin of
 * `REACH` places of Infinity at both ends, and compared with all that is as near as what was found so far is high.
 *
 * Addresses and distances between them are in bytes: of items (lines, or `across` as many as there are lanes side by side) and of the vectors in an item.
 *
 * @returns the item at which `REACH` did not reach, its heights in `line`; or `items` after the last.
 */
export type Pass = (
  source: number,
  target: number,
  sourceItem: number,
  targetItem: number,
  sourceVector: number,
  targetVector: number,
  first: number,
  items: number,
  vectors: number,
  line: number,
  lineEnd: number,
  costs: number,
  unit: number,
) => number;

const kinds: readonly PassKind[] = (["f32x4", "f64x2"] as const).flatMap((lanes) => [
  { lanes, from: "steps", to: "distances", across: false },
  { lanes, from: "squares", to: "distances", across: false },
  { lanes, from: "steps", to: "squares", across: true },
  { lanes, from: "squares", to: "squares", across: true },
]);

const nameOf = ({ lanes, from, to, across }: PassKind) => `${lanes} ${from} ${to} ${across}`;

type Functions = { readonly steps: Kernels["steps"] } & Readonly<Record<string, Pass>>;

const functions = kernels<Functions>((builder) => {
  encodeSteps(builder.function(["i32", "i32", "i32"], ["i32"], "steps").code);
  for (const kind of kinds)
    encodePass(builder.function([...Array<"i32">(12).fill("i32"), "f64"], ["i32"], nameOf(kind)).code, kind);
});

/** The kernels; undefined where the platform has no WebAssembly, or none with vectors. */
export function laneKernels(): Kernels | undefined {
  const found = functions();
  return found && { steps: found.steps, pass: (kind) => found[nameOf(kind)]! };
}

function encodeSteps(code: Code): void {
  const [start, end, stride] = [0, 1, 2];
  const [at, stop] = [code.local("i32"), code.local("i32")];
  const [inside, outside] = [code.local("v128"), code.local("v128")];
  const readInside = () => {
    code.get(at).at("v128.load").f32x4(0.5).op("f32x4.gt").tee(inside);
    code.op("v128.not").get(outside).op("v128.or").set(outside);
  };
  code.get(start).tee(at).get(stride).op("i32.add").set(stop);
  code.count(at, stop, VECTOR, () => {
    readInside();
    code.get(at).get(inside).f32x4(Number.POSITIVE_INFINITY).op("v128.and").at("v128.store");
  });
  code.count(at, end, VECTOR, () => {
    readInside();
    code.get(at).get(at).get(stride).op("i32.sub").at("v128.load").f32x4(1).op("f32x4.add");
    code.get(inside).op("v128.and").at("v128.store");
  });
  code.get(end).get(stride).op("i32.sub").set(at);
  code.block(() => {
    code.loop(() => {
      code.get(at).get(start).op("i32.le_s").brIf(1);
      code.get(at).i32(VECTOR).op("i32.sub").tee(at);
      code.get(at).at("v128.load").get(at).get(stride).op("i32.add").at("v128.load").f32x4(1).op("f32x4.add");
      code.op("f32x4.pmin").at("v128.store").br(0);
    });
  });
  code.get(outside).op("v128.any_true");
}

function encodePass(code: Code, kind: PassKind): void {
  const [source, target, sourceItem, targetItem, sourceVector, targetVector] = [0, 1, 2, 3, 4, 5];
  const [item, items, vectors, line, lineEnd, costs, unit] = [6, 7, 8, 9, 10, 11, 12];
  const { lanes, across } = kind;
  const neighbour = across ? VECTOR : lanes === "f32x4" ? 4 : 8;
  const [from, to, place, stop] = [code.local("i32"), code.local("i32"), code.local("i32"), code.local("i32")];
  const [left, right, cost, lastCost] = [code.local("i32"), code.local("i32"), code.local("i32"), code.local("i32")];
  const [least, costs4, units] = [code.local("v128"), code.local("v128"), code.local("v128")];
  if (lanes === "f32x4") code.get(unit).op("f32.demote_f64", "f32x4.splat").set(units);
  else code.get(unit).op("f64x2.splat").set(units);
  code.get(line).get(vectors).i32(VECTOR).op("i32.mul", "i32.add").set(stop);
  code
    .get(costs)
    .i32(REACH * VECTOR)
    .op("i32.add")
    .set(lastCost);

  code.count(item, items, 1, () => {
    code.get(source).get(item).get(sourceItem).op("i32.mul", "i32.add").set(from);
    code.get(target).get(item).get(targetItem).op("i32.mul", "i32.add").set(to);
    code.get(line).set(place);
    code.count(place, stop, VECTOR, () => {
      code.get(place);
      readHeights(code, kind, from, units, least);
      code.at("v128.store");
      code.get(from).get(sourceVector).op("i32.add").set(from);
    });
    // The last vector of a row may have brought along what lies behind its end.
    code.get(lineEnd).f32x4(Number.POSITIVE_INFINITY);
    if (lanes === "f64x2") code.op("f64x2.promote_low_f32x4");
    code.at("v128.store");

    code.get(line).set(place);
    code.count(place, stop, VECTOR, () => {
      code.get(place).tee(left).tee(right).at("v128.load").set(least);
      code.get(costs).set(cost);
      code.block(() => {
        code.loop(() => {
          code.get(cost).i32(VECTOR).op("i32.add").tee(cost).at("v128.load").set(costs4);
          code.get(least).get(costs4).op(`${lanes}.gt`, "v128.any_true", "i32.eqz").brIf(1);
          code.get(cost).get(lastCost).op("i32.gt_s");
          code.if(() => code.get(item).op("return"));
          code.get(left).i32(neighbour).op("i32.sub").tee(left).at("v128.load");
          code.get(right).i32(neighbour).op("i32.add").tee(right).at("v128.load");
          code.op(`${lanes}.pmin`).get(costs4).op(`${lanes}.add`).get(least).op(`${lanes}.pmin`).set(least).br(0);
        });
      });
      write(code, kind, to, least);
      code.get(to).get(targetVector).op("i32.add").set(to);
    });
  });
  code.get(items);
}

/** The squares at an address: lengths of steps multiplied by themselves, or squares as they are. */
function readHeights(code: Code, { lanes, from }: PassKind, at: number, units: number, length: number): void {
  if (from === "squares") {
    code.get(at).at("v128.load");
    return;
  }
  if (lanes === "f32x4") code.get(at).at("v128.load");
  else code.get(at).at("v128.load64_zero").op("f64x2.promote_low_f32x4");
  code.get(units).op(`${lanes}.mul`).tee(length).get(length).op(`${lanes}.mul`);
}

function write(code: Code, { lanes, to }: PassKind, at: number, squares: number): void {
  if (to === "squares") code.get(at).get(squares).at("v128.store");
  else if (lanes === "f32x4") code.get(at).get(squares).op("f32x4.sqrt").at("v128.store");
  else {
    code.get(squares).op("f64x2.sqrt", "f32x4.demote_f64x2_zero").set(squares);
    code.get(at).get(squares).storeLane(0).get(at).get(squares).storeLane(1, 4);
  }
}
