import type { Augmentation } from "../../train/crops.js";
import { Failure } from "../host.js";

/** What is done to crops, and why not what is done by default. */
export interface ChosenAugmentation {
  readonly augment: Augmentation;
  readonly reason?: string;
}

/**
 * The augmentation that was asked for, or `dihedral`; `none` where names of labels tell left from right, `flip` where rows and columns have different spacing.
 *
 * @throws {Failure} if what was asked for would teach the network wrong labels or distances.
 */
export function augmentationOf(
  wanted: Augmentation | undefined,
  names: readonly string[] | undefined,
  spacing: readonly number[] | undefined,
): ChosenAugmentation {
  const sides = sidesIn(names ?? []);
  if (sides.length) {
    const why = `the labels ${sides.join(", ")} name sides, and in a mirrored image left is right`;
    if (wanted === undefined) return { augment: "none", reason: why };
    if (wanted !== "none") throw new Failure(`\`--augment ${wanted}\` does not fit: ${why}.`, "give --augment none");
  }
  const [rows, columns] = spacing?.slice(-2) ?? [];
  if (rows !== undefined && Math.abs(rows - columns!) > 0.01 * rows) {
    const why = `rows and columns have different spacing (${rows} and ${columns}), and in a turned image they change places`;
    if (wanted === undefined) return { augment: "flip", reason: why };
    if (wanted === "dihedral") throw new Failure(`\`--augment dihedral\` does not fit: ${why}.`, "give --augment flip");
  }
  return { augment: wanted ?? "dihedral" };
}

/** Names with the word left or right; with the letters l and r where each has its counterpart (`kidney_l`, `kidney_r`). */
function sidesIn(names: readonly string[]): string[] {
  const words = (name: string) =>
    name
      .replace(/([a-z])([A-Z])/g, "$1 $2")
      .toLowerCase()
      .split(/[^\p{L}]+/u);
  const all = new Set(names.map((name) => words(name).join(" ")));
  return names.filter((name) => {
    const own = words(name);
    if (own.some((word) => word === "left" || word === "right")) return true;
    return own.some(
      (word, i) => (word === "l" || word === "r") && all.has(own.with(i, word === "l" ? "r" : "l").join(" ")),
    );
  });
}
