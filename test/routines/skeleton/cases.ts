import { readFileSync } from "node:fs";

interface Stored {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** A mask as scikit-image thins it by Lee's method; digits, row-major. */
export interface SkeletonCase {
  readonly shape: readonly number[];
  readonly mask: string;
  readonly skeleton: string;
}

/** Soft morphology as the code of clDice has it; for masks also what scikit-image makes of them. */
export interface SoftSkeletonCase {
  readonly id: string;
  readonly params: { readonly num_iter: number };
  readonly input: Stored;
  readonly soft_erode: Stored;
  readonly soft_dilate: Stored;
  readonly soft_open: Stored;
  readonly skeleton: Stored;
  readonly skimage_skeletonize?: readonly number[];
  /** The weights of the entries of the skeleton, and the slope of their sum. */
  readonly grad_of_weighted_sum?: { readonly weights: Stored; readonly grad: readonly number[] };
}

const read = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../cases/${name}.json`, import.meta.url), "utf8"));

export const skeletonCases = read("skeleton").cases_skeleton as SkeletonCase[];
export const softSkeletonCases = read("soft_skeleton").cases_skeleton as SoftSkeletonCase[];
