import { oracleBackend } from "../backends/catalog.js";
import type { FieldForm } from "../loss.js";
import type { Batch } from "../run/batch.js";
import { syntheticShapes } from "../run/synthetic-shapes.js";
import { type HostArray, mapBatch, mapValues, predictionsOf, withPredictions } from "./arrays.js";
import { type ContractCase, imageShape, isContour, type Runner, withLoss } from "./cases.js";
import { demand, demandSame } from "./demands.js";

/** Two samples, exchanged. */
export async function ignoresOrder(one: ContractCase): Promise<void> {
  const swap = ({ shape, data }: HostArray): HostArray => {
    const half = data.length / 2;
    return { shape, data: Float64Array.of(...data.subarray(half), ...data.subarray(0, half)) };
  };
  await withLoss(one, oracleBackend, async ({ run, batch }) => {
    const drawn = batch();
    const swapped = await run(mapBatch(drawn, swap));
    const gradient: number[] = [];
    withPredictions(drawn, (array, offset) => {
      const own = swapped.gradient.slice(offset, offset + array.data.length);
      gradient.push(...swap({ ...array, data: Float64Array.from(own) }).data);
      return array;
    });
    demandSame({ ...swapped, gradient }, await run(drawn), 1e-9);
  });
}

/** An image, as a volume of one slice. */
export async function equalsSlice(one: ContractCase): Promise<void> {
  await withLoss(one, oracleBackend, async ({ run, batch, program }) => {
    const drawn = batch();
    const flat = await run(drawn);
    const { fields } = formsOf(one, program);
    const heads = mapValues(predictionsOf(drawn), ({ shape }) => (shape.at(-1) === one.rank ? "vectors" : "image"));
    const predictions = withPredictions(drawn, (array, _, head) => sliced(array, heads[head]!));
    const volume = {
      ...predictions,
      target: sliced(drawn.target, "image"),
      ...(drawn.fields && { fields: mapValues(drawn.fields, (array, name) => sliced(array, fields.get(name)!.form)) }),
    };
    await withLoss({ ...one, rank: 3 }, oracleBackend, async (inSpace) => {
      const found = await inSpace.run(volume);
      demandSame({ ...found, gradient: withinThePlane(found.gradient, drawn, heads) }, flat, 1e-9);
    });
  });
}

const formsOf = (one: ContractCase, { terms }: Runner["program"]) =>
  syntheticShapes(terms, new Map(one.library.map((loss) => [loss.name, loss])), imageShape(one));

/** Numbers of an image as those of a volume of one slice; vectors and positions have a component of 0 along the new axis. */
function sliced({ shape, data }: HostArray, form: FieldForm): HostArray {
  const volume = form === "points" ? shape : [shape[0]!, 1, ...shape.slice(1)];
  if (form === "image") return { shape: volume, data };
  const width = shape.at(-1)!;
  const components = [...data].flatMap((x, i) => (i % width === 0 ? [0, x] : [x]));
  return { shape: volume.with(-1, width + 1), data: Float64Array.from(components) };
}

/** The gradient of a volume of one slice without its components along the new axis. */
function withinThePlane(
  gradient: readonly number[],
  drawn: Batch<HostArray>,
  heads: Readonly<Record<string, FieldForm>>,
): readonly number[] {
  const kept: number[] = [];
  let offset = 0;
  for (const [head, { shape, data }] of Object.entries(predictionsOf(drawn))) {
    const vectors = heads[head] === "vectors";
    const width = shape.at(-1)! + 1;
    const length = vectors ? (data.length / (width - 1)) * width : data.length;
    kept.push(...gradient.slice(offset, offset + length).filter((_, i) => !vectors || i % width > 0));
    offset += length;
  }
  return kept;
}

/** What lies under a mask has no gradient, and does not count. A contour is not hidden itself, whatever lies around it. */
export async function ignoresMasked(one: ContractCase): Promise<void> {
  await withLoss(
    one,
    oracleBackend,
    async ({ run, batch, program }) => {
      const drawn = batch();
      const mask = drawn.masks!.roi!.data;
      const hides = ({ data }: HostArray, i: number) => mask[Math.floor((i * mask.length) / data.length)] === 0;
      const changed = (array: HostArray): HostArray => ({
        ...array,
        data: array.data.map((x, i) => (hides(array, i) ? Math.fround(3 - 2 * x) : x)),
      });
      const [main] = Object.keys(predictionsOf(drawn));
      const hidden: boolean[] = [];
      const others = withPredictions(drawn, (array, _, head) => {
        const hideable = head !== main || !isContour(one);
        hidden.push(...Array.from(array.data, (_, i) => hideable && hides(array, i)));
        return hideable ? changed(array) : array;
      });
      const { target } = drawn;
      // Of exclusive classes another one; otherwise what was foreground is not.
      const another = (t: number, i: number, { shape, data }: HostArray): number => {
        const classes = shape.at(-1)!;
        if (one.form !== "exclusive classes") return 1 - t;
        return data[i % classes === classes - 1 ? i - classes + 1 : i + 1]!;
      };
      const changedTarget = {
        ...target,
        data: target.data.map((t, i) => (hides(target, i) ? another(t, i, target) : t)),
      };
      const { fields } = formsOf(one, program);
      // A list of positions has no pixels that could be masked.
      const elsewhere = {
        ...others,
        target: changedTarget,
        ...(drawn.fields && {
          fields: mapValues(drawn.fields, (array, name) =>
            fields.get(name)!.form === "points" ? array : changed(array),
          ),
        }),
      };
      const seen = await run(drawn);
      const at = seen.gradient.findIndex((entry, i) => hidden[i] && entry !== 0);
      demand(at < 0, `a masked entry has the gradient ${seen.gradient[at]}`);
      demandSame(await run(elsewhere), seen, 1e-12);
    },
    true,
  );
}
