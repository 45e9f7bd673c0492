import { oracleBackend } from "../backends/catalog.js";
import { predictionsOf, withPredictions } from "./arrays.js";
import { type ContractCase, withLoss } from "./cases.js";
import { demand, largestMagnitude, near } from "./demands.js";

/** Where pixels are put in order, a kink lies wherever two of them are equal: with few others between, if the step is small. */
export const steps = { linear: 2 ** -12, transform: 2 ** -12, sort: 2 ** -16 } as const;

/** How many entries of the predictions are moved. */
const moved = 24;

/** The two sides of a kink differ; there the gradient is a matter of choice, and is not looked at. */
export async function agreesWithDifferences(one: ContractCase, step: number): Promise<void> {
  await withLoss(one, oracleBackend, async ({ run, batch }) => {
    const drawn = batch();
    const { value, gradient } = await run(drawn);
    const scale = largestMagnitude(gradient);
    const variables = Object.values(predictionsOf(drawn)).flatMap(({ data }) => [...data]);
    const chosen = variables.map((_, i) => i).filter((i) => i % Math.ceil(variables.length / moved) === 0);
    let smooth = 0;
    for (const i of chosen) {
      const here = variables[i]!;
      const at = (x: number) =>
        run(
          withPredictions(drawn, ({ shape, data }, offset) => ({
            shape,
            data: i >= offset && i < offset + data.length ? data.with(i - offset, x) : data,
          })),
        );
      const differences = async (by: number) => {
        const [up, down] = [Math.fround(here + by), Math.fround(here - by)];
        const [above, below] = [(await at(up)).value, (await at(down)).value];
        return {
          right: (above - value) / (up - here),
          left: (value - below) / (here - down),
          central: (above - below) / (up - down),
        };
      };
      const { left, right, central } = await differences(step);
      // What a bend within the step may make of a smooth gradient; more is a kink.
      if (!near(left, right, 80 * step, 4 * step * scale + 1e-9)) continue;
      smooth++;
      const isRight = (difference: number) => near(gradient[i]!, difference, 1e-3, 1e-4 * scale + 1e-9);
      // A slight kink within the step is none within a smaller one.
      demand(
        isRight(central) || isRight((await differences(step / 8)).central),
        `entry ${i} of the gradient is ${gradient[i]}, differences give ${central}`,
      );
    }
    demand(smooth >= chosen.length / 2, `only ${smooth} of ${chosen.length} places are smooth`);
  });
}
