import { oracleBackend, portableBackends } from "../backends/catalog.js";
import { predictionsOf, withPredictions } from "./arrays.js";
import { type ContractCase, withLoss } from "./cases.js";
import { demand } from "./demands.js";
import type { PredictionKind } from "./predictions.js";
import type { RegionKind } from "./regions.js";

/** Every combination of targets and predictions on which losses have been known to break. */
const extremes = (["empty", "full", "one pixel", "blobs"] satisfies RegionKind[]).flatMap((target) =>
  (["uniform", "high", "low", "tied", "zero"] satisfies PredictionKind[]).map((prediction) => ({ target, prediction })),
);

export async function staysInRange(one: ContractCase, [low, high]: readonly [number, number]): Promise<void> {
  await withLoss(one, oracleBackend, async ({ run, batch }) => {
    for (const scenario of extremes) {
      const { value } = await run(batch({ scenario }));
      demand(value >= low - 1e-9 && value <= high + 1e-9, `${value} is outside ${low} … ${high}`);
    }
  });
}

export async function staysFinite(one: ContractCase): Promise<void> {
  for (const backend of portableBackends)
    await withLoss(one, backend, async ({ run, batch }) => {
      for (const scenario of extremes) {
        const { value, gradient } = await run(batch({ scenario }));
        const where = `${backend}, target ${scenario.target}, prediction ${scenario.prediction}`;
        demand(Number.isFinite(value), `value ${value} (${where})`);
        demand(gradient.every(Number.isFinite), `a gradient that is not finite (${where})`);
      }
    });
}

export async function isLeastWhenPerfect(one: ContractCase): Promise<void> {
  await withLoss(one, oracleBackend, async ({ run, batch }) => {
    for (const seed of [1, 2, 3]) {
      const drawn = batch({ seed });
      const main = Object.keys(predictionsOf(drawn))[0];
      const sure = { ...drawn.target, data: drawn.target.data.map((t) => (t > 0.5 ? 40 : -40)) };
      const perfect = await run(withPredictions(drawn, (array, _, head) => (head === main ? sure : array)));
      const { value } = await run(drawn);
      demand(perfect.value <= value + 1e-9, `the perfect prediction costs ${perfect.value}, another ${value}`);
    }
  });
}
