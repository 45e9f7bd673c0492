import { oracleBackend } from "../backends/catalog.js";
import type { Batch } from "../run/batch.js";
import { type HostArray, mapBatch, mapValues, withPredictions } from "./arrays.js";
import { type ContractCase, withLoss } from "./cases.js";
import { demand, demandSame } from "./demands.js";

/** A sample of which no pixel counts leaves every mean: a batch of two, one of them such a sample, is a batch of the other, and only that has a gradient. */
export async function leavesOutTheUnmeasured(one: ContractCase): Promise<void> {
  await withLoss(
    one,
    oracleBackend,
    async ({ run, batch }) => {
      const drawn = withMasks(batch(), (x, i, { length }) => (i < length / 2 ? x : 0));
      const both = await run(drawn);
      const alone = await run(mapBatch(drawn, first));
      const ofFirst: boolean[] = [];
      withPredictions(drawn, (array) => {
        for (let i = 0; i < array.data.length; i++) ofFirst.push(i < array.data.length / 2);
        return array;
      });
      const other = both.gradient.find((entry, i) => !ofFirst[i] && entry !== 0);
      demand(other === undefined, `a sample of which no pixel counts has the gradient ${other}`);
      demandSame({ ...both, gradient: both.gradient.filter((_, i) => ofFirst[i]) }, alone, 1e-9);
    },
    true,
  );
}

/** Where no pixel of the batch counts the value is 0, and so is the gradient. */
export async function isNothingWhereNothingCounts(one: ContractCase): Promise<void> {
  await withLoss(
    one,
    oracleBackend,
    async ({ run, batch }) => {
      const { value, gradient } = await run(withMasks(batch(), () => 0));
      demand(value === 0, `the value ${value} where no pixel counts`);
      const found = gradient.find((entry) => entry !== 0);
      demand(found === undefined, `the gradient ${found} where no pixel counts`);
    },
    true,
  );
}

const withMasks = (
  batch: Batch<HostArray>,
  value: (x: number, i: number, all: Float64Array) => number,
): Batch<HostArray> => ({
  ...batch,
  masks: mapValues(batch.masks ?? {}, ({ shape, data }) => ({ shape, data: data.map(value) })),
});

/** The first of two samples. */
const first = ({ shape, data }: HostArray): HostArray => ({
  shape: [shape[0]! / 2, ...shape.slice(1)],
  data: data.slice(0, data.length / 2),
});
