import { ModuleBuilder } from "../encode/module.js";
import type { Emit } from "./arithmetic.js";
import { exp, expNonPositive } from "./exp.js";
import { log, logNormal } from "./log.js";
import { log1pUnit } from "./log1p.js";

export type { Cpu, Emit } from "./arithmetic.js";

/** Elementary functions of four floats at a time, their results within about one unit in the last place. */
export const simd = { exp, expNonPositive, log, logNormal, log1pUnit } as const satisfies Record<string, Emit>;

/** Whether this engine has relaxed SIMD, and with it a fused product and sum. */
export function detectFma(): boolean {
  const builder = new ModuleBuilder({ shared: false, maximum: 1 });
  const { code } = builder.function(["v128"], ["v128"]);
  code.get(0).get(0).get(0).op("f32x4.relaxed_madd");
  return WebAssembly.validate(builder.bytes());
}
