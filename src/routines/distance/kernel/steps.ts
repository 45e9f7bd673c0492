import type { Code } from "../../../wasm/encode/code.js";
import type { Job } from "./job.js";
import { VECTOR } from "./kinds.js";

/**
 * Writes the kernel that counts steps to the nearest false pixel along the first axis, Infinity where a line has none: one sweep down, one up, of as many lines
 * side by side as a unit of work has. Mask and result may be the same.
 */
export function encodeSteps(code: Code, job: Job): void {
  const [unit, end] = [0, 1];
  const [from, to, stride, shift] = [code.local("i32"), code.local("i32"), code.local("i32"), code.local("i32")];
  const [at, stop, place, image] = [code.local("i32"), code.local("i32"), code.local("i32"), code.local("i32")];
  const [begin, wide] = [code.local("i32"), code.local("i32")];
  const inside = () => code.get(at).get(shift).op("i32.add").at("v128.load").f32x4(0.5).op("f32x4.gt");
  const along = (write: () => void) => {
    code.get(to).set(at);
    code.get(to).get(wide).op("i32.add").set(stop);
    code.count(at, stop, VECTOR, write);
  };
  job.push(code, "place").set(stride);
  code.count(unit, end, 1, () => {
    code.get(unit);
    job.push(code, "unitsPerImage").op("i32.div_u").set(image);
    code.get(unit);
    job.push(code, "unitsPerImage").op("i32.rem_u");
    job.push(code, "unit").op("i32.mul").set(begin);
    job.push(code, "unit").set(wide);
    code.get(stride).get(begin).op("i32.sub").get(wide);
    code.get(stride).get(begin).op("i32.sub").get(wide).op("i32.lt_s", "select").set(wide);
    for (const [name, group, pointer] of [
      ["source", "sourceGroup", from],
      ["target", "targetGroup", to],
    ] as const) {
      job.push(code, name);
      job.push(code, group).get(image).op("i32.mul", "i32.add").get(begin).op("i32.add").set(pointer);
    }
    code.get(from).get(to).op("i32.sub").set(shift);
    job.push(code, "places").i32(1).op("i32.sub").set(place);
    along(() => {
      code.get(at);
      inside().f32x4(Number.POSITIVE_INFINITY).op("v128.and").at("v128.store");
    });
    code.i32(0).set(image);
    code.count(image, place, 1, () => {
      code.get(to).get(stride).op("i32.add").set(to);
      along(() => {
        code.get(at).get(at).get(stride).op("i32.sub").at("v128.load").f32x4(1).op("f32x4.add");
        inside().op("v128.and").at("v128.store");
      });
    });
    code.i32(0).set(image);
    code.count(image, place, 1, () => {
      code.get(to).get(stride).op("i32.sub").set(to);
      along(() => {
        code.get(at).get(at).at("v128.load");
        code.get(at).get(stride).op("i32.add").at("v128.load").f32x4(1).op("f32x4.add");
        code.op("f32x4.pmin").at("v128.store");
      });
    });
  });
}
