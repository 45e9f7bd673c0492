import { ModuleBuilder } from "../encode/module.js";
import type { Emit } from "./arithmetic.js";
import { exp, expNonPositive } from "./exp.js";
import { log, log1p, log1pUnit, logNormal } from "./log.js";
import { pow } from "./pow.js";
import { tanh } from "./tanh.js";
import { acos, atan, cos, sin } from "./trigonometry.js";

export type { Cpu, Emit } from "./arithmetic.js";

/**
 * Elementary functions of four floats at a time, without tables, their results within 2 units in the last place. They take any float, and NaN, zeros, infinities
 * and subnormals as Math has them; the three with a narrower name take less and cost less: x ≤ 0, positive normal numbers, 0 ≤ x ≤ 1.
 */
export const simd = {
  exp,
  expNonPositive,
  log,
  logNormal,
  log1p,
  log1pUnit,
  sin,
  cos,
  acos,
  atan,
  tanh,
  pow,
} as const satisfies Record<string, Emit>;

/** Whether this engine has relaxed SIMD, and with it a fused product and sum. */
export function detectFma(): boolean {
  const builder = new ModuleBuilder({ shared: false, maximum: 1 });
  const { code } = builder.function(["v128"], ["v128"]);
  code.get(0).get(0).get(0).op("f32x4.relaxed_madd");
  return WebAssembly.validate(builder.bytes());
}
