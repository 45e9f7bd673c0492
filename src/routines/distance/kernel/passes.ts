import type { Code } from "../../../wasm/encode/code.js";
import { PARABOLA } from "./envelope.js";
import type { Job } from "./job.js";
import { BYTES, type Lanes, MARGIN, type PassKind, REACH, VECTOR } from "./kinds.js";

/**
 * Writes the kernel that computes `least[q] = min_p heights[p] + costs[|q − p|]` on lines. Heights are copied to the thread's own line, which is padded with
 * Infinity at both ends. From each place the search goes outwards, and stops at the distance whose cost exceeds the least sum found so far. Where it would go
 * further than `REACH`, the lower envelope computes the whole item. Source and target may be the same.
 */
export function encodePass(code: Code, kind: PassKind, job: Job, envelope: number): void {
  const [begin, end, thread] = [0, 1, 2];
  const { lanes, across } = kind;
  const neighbour = neighbourOf(lanes, across);
  const [item, items, line, stop] = [code.local("i32"), code.local("i32"), code.local("i32"), code.local("i32")];
  const [from, to, place, lineEnd] = [code.local("i32"), code.local("i32"), code.local("i32"), code.local("i32")];
  const [left, right, cost, lastCost] = [code.local("i32"), code.local("i32"), code.local("i32"), code.local("i32")];
  const [sourceVector, targetVector, far] = [code.local("i32"), code.local("i32"), code.local("i32")];
  const [least, costs, units] = [code.local("v128"), code.local("v128"), code.local("v128")];
  const product = (index: number, word: "itemsPerUnit" | "sourceItem" | "targetItem") =>
    job.push(code.get(index), word).op("i32.mul");

  job.pushDouble(code, "unit");
  if (lanes === "f32x4") code.op("f32.demote_f64", "f32x4.splat").set(units);
  else code.op("f64x2.splat").set(units);
  job.push(code, "workspace");
  job.push(code.get(thread), "threadBytes").op("i32.mul", "i32.add").i32(MARGIN).op("i32.add").set(line);
  job.push(code.get(line), "vectors").i32(VECTOR).op("i32.mul", "i32.add").set(stop);
  job.push(code.get(line), "size").i32(neighbour).op("i32.mul", "i32.add").set(lineEnd);
  const reach = REACH * VECTOR;
  job.push(code, "costs").i32(reach).op("i32.add").set(lastCost);
  job.push(code, "sourceVector").set(sourceVector);
  job.push(code, "targetVector").set(targetVector);
  product(begin, "itemsPerUnit").set(item);
  product(end, "itemsPerUnit").tee(items);
  job.push(code, "items").get(items);
  job.push(code, "items").op("i32.lt_s", "select").set(items);

  code.count(item, items, 1, () => {
    job.push(code.get(item), "itemsPerGroup").op("i32.div_u").set(far);
    job.push(code.get(item), "itemsPerGroup").op("i32.rem_u").set(place);
    job.push(code, "source");
    job.push(code.get(far), "sourceGroup").op("i32.mul", "i32.add");
    product(place, "sourceItem").op("i32.add").set(from);
    job.push(code, "target");
    job.push(code.get(far), "targetGroup").op("i32.mul", "i32.add");
    product(place, "targetItem").op("i32.add").set(to);
    code.get(line).set(place);
    code.count(place, stop, VECTOR, () => {
      code.get(place);
      readHeights(code, kind, from, units, least);
      code.at("v128.store");
      code.get(from).get(sourceVector).op("i32.add").set(from);
    });
    // The last vector of a row may contain padding from behind its end.
    code.get(lineEnd).f32x4(Number.POSITIVE_INFINITY);
    if (lanes === "f64x2") code.op("f64x2.promote_low_f32x4");
    code.at("v128.store");

    code.get(to).set(from);
    code.i32(0).set(far);
    code.get(line).set(place);
    code.block(() => {
      code.count(place, stop, VECTOR, () => {
        code.get(place).tee(left).tee(right).at("v128.load").set(least);
        job.push(code, "costs").set(cost);
        code.block(() => {
          code.loop(() => {
            code.get(cost).i32(VECTOR).op("i32.add").tee(cost).at("v128.load").set(costs);
            code.get(least).get(costs).op(`${lanes}.gt`, "v128.any_true", "i32.eqz").brIf(1);
            code.get(cost).get(lastCost).op("i32.gt_s").tee(far).brIf(1);
            code.get(left).i32(neighbour).op("i32.sub").tee(left).at("v128.load");
            code.get(right).i32(neighbour).op("i32.add").tee(right).at("v128.load");
            code.op(`${lanes}.pmin`).get(costs).op(`${lanes}.add`).get(least).op(`${lanes}.pmin`).set(least).br(0);
          });
        });
        code.get(far).brIf(2);
        write(code, kind, from, least);
        code.get(from).get(targetVector).op("i32.add").set(from);
      });
    });
    code.get(far);
    code.if(() => encodeEnvelopes(code, kind, job, { envelope, line, to, targetVector }));
  });
}

/** Replaces the heights of an item in `line` by their lower envelope, in float64 and lane by lane, and writes the results to the address `to`. */
function encodeEnvelopes(
  code: Code,
  { lanes, to: result, across }: PassKind,
  job: Job,
  { envelope, line, to, targetVector }: { readonly [K in "envelope" | "line" | "to" | "targetVector"]: number },
): void {
  const [heights, end, entry] = [code.local("i32"), code.local("i32"), code.local("i32")];
  const [lane, laneEnd, at] = [code.local("i32"), code.local("i32"), code.local("i32")];
  const bytes = BYTES[lanes];
  job.push(code.get(line), "lineBytes").op("i32.add").set(heights);
  job.push(code.get(heights), "size").i32(8).op("i32.mul", "i32.add").set(end);
  code.i32(0).set(lane);
  code.i32(across ? VECTOR : bytes).set(laneEnd);
  code.count(lane, laneEnd, bytes, () => {
    code.get(line).get(lane).op("i32.add").set(at);
    code.get(heights).set(entry);
    code.count(entry, end, 8, () => {
      code.get(entry).get(at);
      if (lanes === "f32x4") code.at("f32.load").op("f64.promote_f32");
      else code.at("f64.load");
      code.at("f64.store");
      code.get(at).i32(neighbourOf(lanes, across)).op("i32.add").set(at);
    });
    code.get(heights).get(end).get(end).call(envelope);
    code.get(to).get(lane).op("i32.add").set(at);
    code.get(heights).set(entry);
    code.count(entry, end, 8, () => {
      code.get(at).get(entry).at("f64.load");
      if (result === "distances") code.op("f64.sqrt");
      if (result === "distances" || lanes === "f32x4") code.op("f32.demote_f64").at("f32.store");
      else code.at("f64.store");
      if (across) code.get(at).get(targetVector);
      else code.get(at).i32(BYTES.f32x4);
      code.op("i32.add").set(at);
    });
  });
}

/** Bytes from one place of a line to the next, where heights are copied to. */
const neighbourOf = (lanes: Lanes, across: boolean): number => (across ? VECTOR : BYTES[lanes]);

/** Bytes that the heights of a line and its parabolas take, so many places long. */
export const envelopeBytes = (places: number): number => (8 + PARABOLA) * places;

/** The squared distances at an address: loaded as they are, or computed from numbers of steps. */
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
