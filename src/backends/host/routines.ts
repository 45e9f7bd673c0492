import { dispatch, type Node, type RoutineOp, type Table } from "../../graph/ops.js";
import type { RoutineForms } from "../../routines/forms.js";
import { cumulativeSums, inversePermutation } from "../../routines/order/ranks.js";
import type { HostTensor } from "../backend.js";
import { contourRoutines } from "./contours.js";
import { imageByImage, imageEntries, imagesOf, overPatches, put } from "./images.js";
import { refuseNaNArgument } from "./not-a-number.js";

/**
 * Computes all results of a routine on the host, from the contents of its arguments.
 *
 * @throws {NotANumber} if an argument holds NaN.
 */
export type HostRoutine = (node: Node<RoutineOp>, args: readonly HostTensor[]) => readonly HostTensor[];

/** All routines on the host, by one set of forms. */
export function hostRoutines(forms: RoutineForms): HostRoutine {
  const table = routineTable(forms);
  return (node, args) => {
    args.forEach((arg, i) => {
      refuseNaNArgument(node, i, arg);
    });
    return dispatch(table, node, args);
  };
}

const routineTable = (forms: RoutineForms) =>
  ({
    distanceTransform: (node, [mask, ...spacing]) => {
      const { space } = node.attributes;
      const units = spacing.map((unit) => unit.data[0]!);
      return [
        imageByImage(node, mask!, space, (image, sizes, result) => forms.distanceInto(result, image, sizes, units)),
      ];
    },

    persistence: (node, [image]) => {
      const { space } = node.attributes;
      return overPatches(
        node,
        [image!],
        space.map(() => 2),
        (patch, [values]) =>
          forms.persistenceIn(patch, values!, node.attributes).map(({ births, deaths }) => [births, deaths]),
      );
    },

    matching: (node, images) => {
      const { space } = node.attributes;
      const groups = space.flatMap(() => [4, 2]);
      return overPatches(node, images, groups, (patch, [values, others]) =>
        forms.matchingIn(patch, values!, others!, node.attributes).flatMap((found) => [
          [found.births, found.deaths, found.partnerBirths, found.partnerDeaths],
          [found.lost.births, found.lost.deaths],
        ]),
      );
    },

    connectedComponents: (node, [mask]) => {
      const { space, connectivity } = node.attributes;
      return [
        imageByImage(node, mask!, space, (image, sizes, result) => {
          forms.rootsInto(result, image, sizes, connectivity);
        }),
      ];
    },

    skeleton: (node, [mask]) => [
      imageByImage(node, mask!, node.attributes.space, (image, sizes, result) => {
        result.set(forms.skeleton(image, sizes));
      }),
    ],

    argsort: (node, [x]) => {
      const { axes, descending } = node.attributes;
      const rows = imagesOf(node.args[0]!.axes, x!.shape, axes);
      const sorted = new Float64Array(x!.data.length);
      const places = new Float64Array(x!.data.length);
      for (const row of rows.all) {
        const indices = forms.argsort(imageEntries(x!.data, row), descending);
        put(sorted, row, indices);
        put(places, row, inversePermutation(indices));
      }
      return [
        { shape: x!.shape, data: sorted },
        { shape: x!.shape, data: places },
      ];
    },

    accumulate: (node, [keys, values]) => {
      const { axes, descending } = node.attributes;
      const data = new Float64Array(keys!.data.length);
      for (const row of imagesOf(node.args[0]!.axes, keys!.shape, axes).all)
        put(
          data,
          row,
          cumulativeSums(forms.argsort(imageEntries(keys!.data, row), descending), imageEntries(values!.data, row)),
        );
      return [{ shape: keys!.shape, data }];
    },

    ...contourRoutines,
  }) satisfies Table<RoutineOp, [args: readonly HostTensor[]], readonly HostTensor[]>;
