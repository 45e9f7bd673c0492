import { type Emit, withLocals } from "./arithmetic.js";
import { correction } from "./log.js";

/** As for the logarithm, with s² ≤ 1/9: relative error below 4.5e-9. */
const UNIT_SERIES = [0.666664183139801, 0.40021437406539917, 0.2800302505493164, 0.2800678014755249];

/** For 0 ≤ x ≤ 1. */
export const log1pUnit: Emit = (code, cpu) =>
  withLocals(code, 3, (x, s, z) => {
    code.tee(x);
    correction(code, cpu, x, s, z, UNIT_SERIES);
    code.op("f32x4.sub");
  });
