import { compile } from "../index.js";
import type { LossDeclaration } from "../loss.js";
import { agreesFused, agreesOn } from "./agreement.js";
import { callOf } from "./calls.js";
import { type ContractCase, caseName, contractCasesOf, fewForms, formsOf } from "./cases.js";
import { isNothingWhereNothingCounts, leavesOutTheUnmeasured } from "./domains.js";
import { agreesWithDifferences, steps } from "./gradients.js";
import { equalsSlice, ignoresMasked, ignoresOrder } from "./invariances.js";
import { isLeastWhenPerfect, staysFinite, staysInRange } from "./values.js";

export { BrokenContract } from "./demands.js";

/** One thing a loss owes by being declared. `run` throws a {@link BrokenContract} that says what was found. */
export interface Check {
  readonly name: string;
  readonly run: () => Promise<void>;
}

export interface ContractOptions {
  /** Losses its examples may use. Default: the loss alone. */
  readonly library?: readonly LossDeclaration[];
  /** The program that owes all of it. Default: the loss with its defaults; say it with cheaper arguments where those are slow. */
  readonly program?: string;
  /** Other ways through its body, which owe the same but for the range and the least value: `["mine(gamma=0)"]`. Looked at in two forms. */
  readonly variants?: readonly string[];
  /** The same for ways whose gradient is a surrogate by design, which differences do not give. */
  readonly surrogates?: readonly string[];
  /** Whether nothing is better than the target itself. Default: yes, unless the loss sees what the network gives as it is. */
  readonly least?: boolean;
  /** How far single precision may be from float64, in parts of the value and of the largest gradient. Default: 1e-5. */
  readonly precision?: number;
  /** TensorFlow.js backends to compare with float64; each must be registered. Default: `cpu`. */
  readonly devices?: readonly string[];
}

/**
 * What every declared loss owes: a value within its range; the gradient that central differences give, away from kinks; finite value and gradient for empty,
 * full and one-pixel masks and logits of ±10000; no care for the order of the batch; the same in 2-D as in a volume of one slice; the same on every backend; no
 * influence of masked pixels, nor of a sample of which no pixel counts, and 0 where none does; nothing better than the perfect prediction; examples that compile. Heads and fields that the loss may name are given, each under the name
 * of its parameter, and owe the same: gradients are checked by every head.
 *
 * @example
 * for (const check of contractOf(mine)) it(check.name, check.run);
 */
export function contractOf(loss: LossDeclaration, options: ContractOptions = {}): readonly Check[] {
  const library = options.library ?? [loss];
  const devices = options.devices ?? ["cpu"];
  const ranks = loss.dimensions ?? [2, 3];
  const [usual, everything] = [callOf(loss, "required"), callOf(loss, "all")];
  const full = contractCasesOf(loss, options.program ?? usual, { library, ranks, forms: formsOf(loss) });
  const few = { library, ranks: ranks.slice(0, 1), forms: formsOf(loss, fewForms) };
  const briefly = (sources: readonly string[] = []) => sources.flatMap((source) => contractCasesOf(loss, source, few));
  const whole = everything === usual || options.program ? [] : [everything];
  const differentiable = [...full, ...briefly(whole), ...briefly(options.variants)];
  const cases = [...differentiable, ...briefly(options.surrogates)];
  const each = (name: string, among: readonly ContractCase[], verify: (one: ContractCase) => Promise<void>): Check[] =>
    among.map((one) => ({ name: `${name}: ${caseName(one)}`, run: () => verify(one) }));
  return [
    ...each("stays in its range", full, (s) => staysInRange(s, loss.range)),
    ...each("has the gradient of central differences", differentiable, (s) =>
      agreesWithDifferences(s, steps[loss.cost]),
    ),
    ...each("is finite at the extremes", cases, staysFinite),
    ...each("does not care for the order of the batch", cases, ignoresOrder),
    ...(ranks.length === 2
      ? each(
          "is the same in a volume of one slice",
          cases.filter((s) => s.rank === 2),
          equalsSlice,
        )
      : []),
    ...devices.flatMap((device) =>
      each(`agrees on ${device}`, cases, (s) => agreesOn(s, device, options.precision ?? 1e-5)),
    ),
    ...each("agrees in fused kernels", cases, (s) => agreesFused(s, options.precision ?? 1e-5)),
    ...each("does not see masked pixels", cases, ignoresMasked),
    ...each("leaves out a sample of which nothing counts", cases, leavesOutTheUnmeasured),
    ...each("is 0 where nothing counts", cases, isNothingWhereNothingCounts),
    // What is perfect is known of a segmentation only: a level set or a field means what its loss says.
    ...each("is least at the perfect prediction", (options.least ?? !seesValues(loss)) ? full : [], isLeastWhenPerfect),
    ...loss.examples.map((example) => ({
      name: `compiles: ${example}`,
      run: async () => compile(example, { library }).dispose(),
    })),
  ];
}

const seesValues = (loss: LossDeclaration): boolean => Object.values(loss.inputs).includes("values");
