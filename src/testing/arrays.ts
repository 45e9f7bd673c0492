import type { Batch } from "../run/batch.js";

export type Shape = readonly number[];

/** An array in host memory, row-major. */
export interface HostArray {
  readonly shape: Shape;
  readonly data: Float64Array;
}

export const sizeOf = (shape: Shape): number => shape.reduce((product, n) => product * n, 1);

export const filled = (shape: Shape, value: (i: number) => number): HostArray => ({
  shape,
  data: Float64Array.from({ length: sizeOf(shape) }, (_, i) => value(i)),
});

/** The predictions of a batch by head; a single one is named `""`. */
export const predictionsOf = ({ prediction }: Batch<HostArray>): Readonly<Record<string, HostArray>> =>
  isArray(prediction) ? { "": prediction } : prediction;

/** The same batch with every array made into something else, such as a tensor; predictions, if wished, in a way of their own. */
export function mapBatch<T>(
  { prediction, target, masks, fields, spacing }: Batch<HostArray>,
  map: (array: HostArray) => T,
  mapPrediction: (array: HostArray) => T = map,
): Batch<T> {
  return {
    prediction: isArray(prediction) ? mapPrediction(prediction) : mapValues(prediction, mapPrediction),
    target: map(target),
    ...(masks && { masks: mapValues(masks, map) }),
    ...(fields && { fields: mapValues(fields, map) }),
    ...(spacing && { spacing }),
  };
}

/** The same batch with other predictions. `offset` counts the entries of the predictions before. */
export function withPredictions(
  batch: Batch<HostArray>,
  change: (array: HostArray, offset: number, head: string) => HostArray,
): Batch<HostArray> {
  let offset = 0;
  const changed = mapValues(predictionsOf(batch), (array, head) => {
    const result = change(array, offset, head);
    offset += array.data.length;
    return result;
  });
  return { ...batch, prediction: changed[""] ?? changed };
}

export const mapValues = <A, B>(
  record: Readonly<Record<string, A>>,
  map: (value: A, name: string) => B,
): Record<string, B> => Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value, name)]));

const isArray = (x: Batch<HostArray>["prediction"]): x is HostArray => x.data instanceof Float64Array;
