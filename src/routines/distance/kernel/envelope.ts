import type { Code } from "../../../wasm/encode/code.js";
import type { Job } from "./job.js";

/** Bytes of a parabola on the stack: its apex, its height, its distance from the one before and where the two cross, as in `../envelope.ts`. */
export const PARABOLA = 32;
const [apex, top, gap, crossing] = [0, 8, 16, 24];

/**
 * Writes the function `(heights, end, parabolas)` that replaces the heights of a line, float64 from one address to the other, by the lower envelope of their
 * parabolas: `lowerEnvelope` of `../envelope.ts`, in the memory of the kernels, where several threads can do it.
 */
export function encodeEnvelope(code: Code, job: Job): void {
  const [heights, end, parabolas] = [0, 1, 2];
  const [at, next, before] = [code.local("i32"), code.local("i32"), code.local("i32")];
  const [place, height, area, step] = [code.local("f64"), code.local("f64"), code.local("f64"), code.local("f64")];
  const [least, other] = [code.local("f64"), code.local("f64")];
  const parabola = (pointer: number) => {
    code.get(place).get(pointer).at("f64.load", apex).op("f64.sub").tee(step);
    code.get(step).op("f64.mul").get(area).op("f64.mul").get(pointer).at("f64.load", top).op("f64.add");
  };
  job.pushDouble(code, "area").set(area);

  code.get(parabolas).set(next);
  code.f64(0).set(place);
  code.get(heights).set(at);
  code.count(at, end, 8, () => {
    code.get(at).at("f64.load").tee(height).f64(Number.POSITIVE_INFINITY).op("f64.lt");
    code.if(() => {
      code.block(() => {
        code.loop(() => {
          code.get(next).i32(PARABOLA).op("i32.sub").tee(before).get(parabolas).op("i32.le_s").brIf(1);
          // The last parabola is nowhere the lowest if it crosses the new one before it crosses the one before it.
          code.get(place).get(before).at("f64.load", apex).op("f64.sub").set(step);
          code.get(height).get(before).at("f64.load", top).op("f64.sub");
          code.get(area).get(step).op("f64.mul").get(step).op("f64.mul", "f64.add");
          code.get(before).at("f64.load", gap).op("f64.mul");
          code.get(before).at("f64.load", crossing).get(step).op("f64.mul", "f64.gt").brIf(1);
          code.get(before).set(next).br(0);
        });
      });
      code.get(next).get(parabolas).op("i32.gt_s");
      code.if(() => {
        code.get(next).get(place).get(before).at("f64.load", apex).op("f64.sub").tee(step).at("f64.store", gap);
        code.get(next).get(height).get(before).at("f64.load", top).op("f64.sub");
        code.get(area).get(step).op("f64.mul").get(step).op("f64.mul", "f64.sub").at("f64.store", crossing);
      });
      code.get(next).get(place).at("f64.store", apex);
      code.get(next).get(height).at("f64.store", top);
      code.get(next).i32(PARABOLA).op("i32.add").set(next);
    });
    code.get(place).f64(1).op("f64.add").set(place);
  });
  // A line without any is as it was: Infinity everywhere.
  code.get(next).get(parabolas).op("i32.eq");
  code.if(() => code.op("return"));

  const lowest = parabolas;
  code.get(next).i32(PARABOLA).op("i32.sub").set(before);
  code.f64(0).set(place);
  code.get(heights).set(at);
  code.count(at, end, 8, () => {
    parabola(lowest);
    code.set(least);
    code.block(() => {
      code.loop(() => {
        code.get(lowest).get(before).op("i32.ge_s").brIf(1);
        code.get(lowest).i32(PARABOLA).op("i32.add").set(next);
        parabola(next);
        code.tee(other).get(least).op("f64.gt").brIf(1);
        code.get(other).set(least).get(next).set(lowest).br(0);
      });
    });
    code.get(at).get(least).at("f64.store");
    code.get(place).f64(1).op("f64.add").set(place);
  });
}
