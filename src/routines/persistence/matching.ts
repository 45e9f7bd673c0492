import { pixelCount } from "../shared/sizes.js";
import { type Construction, complexOf } from "./complex.js";
import { type Filtration, filtration } from "./filtration.js";
import type { PersistenceForms } from "./forms.js";
import { type CellPairs, cellPairs, persistentPairs, pixelsOf } from "./pairing.js";
import { ESSENTIAL, type PersistencePairs, picked, pickedPairs, refuseNaN, withEssential } from "./pairs.js";

/** How two images are compared: within the image that is, pixel by pixel, the higher of the two, or through the one that is the lower. */
export type ComparisonImage = "union" | "intersection";

/**
 * The pairs of one dimension of an image, each with its partner in another image; and those of the other without a partner.
 *
 * Partners, too, die at `ESSENTIAL` if they do not die. Where a feature has no partner both of its pixels are `ESSENTIAL`.
 */
export interface Matching extends PersistencePairs {
  readonly partnerBirths: Int32Array<ArrayBuffer>;
  readonly partnerDeaths: Int32Array<ArrayBuffer>;
  readonly lost: PersistencePairs;
}

/**
 * The matching of the features of two images, in the persistent homology of their superlevel sets, that the inclusion of both in their
 * union induces, or the inclusion of their intersection in both: a feature and its partner are the same feature of the image that
 * compares them, so they lie in the same place, which matching by persistence cannot tell.
 *
 * Pairs, their order and the rule for equal values are those of `persistence2d` and `persistence3d`. The component that never dies
 * comes first, and is that of the other image. With a comparison that has plateaus the matching is that of one way to break its ties.
 *
 * @returns an entry for each dimension: components, loops, in volumes cavities.
 * @throws {RangeError} if the sizes are not two or three or do not fit the values, or a value is NaN.
 *
 * Source: Bauer, Lesnick. Induced matchings and the algebraic stability of persistence barcodes. J. Comput. Geom. 6, 2015; Stucki,
 * Paetzold, Shit, Menze, Bauer. Topologically faithful image segmentation via induced matching of persistence barcodes. ICML 2023.
 * arXiv:2211.15272.
 */
export function matching(
  forms: PersistenceForms,
  values: ArrayLike<number>,
  others: ArrayLike<number>,
  sizes: readonly number[],
  construction: Construction,
  comparison: ComparisonImage,
): Matching[] {
  if (sizes.length !== 2 && sizes.length !== 3)
    throw new RangeError(`\`matching\` is defined for images of 2 or 3 axes, not ${sizes.length}.`);
  for (const image of [values, others]) {
    pixelCount("matching", sizes, image.length);
    refuseNaN("matching", image);
  }
  const pick = comparison === "union" ? Math.max : Math.min;
  const compared = Float64Array.from(values, (value, i) => pick(value, others[i]!));
  const complex = complexOf(sizes, construction);
  const [one, other, between] = [values, others, compared].map((image): FilteredImage => {
    const falling = forms.argsort(image, true);
    return { values: image, falling, ...filtration(forms, complex, falling) };
  }) as [FilteredImage, FilteredImage, FilteredImage];

  /** For each dimension of an image its features, and each that the comparison sees by the cell it shares with it. */
  const seen = (image: FilteredImage) => {
    const [rows, columns] = comparison === "union" ? [image, between] : [between, image];
    const shared = cellPairs(forms, complex, rows, columns);
    return cellPairs(forms, complex, image, image).map((pairs, dimension) => {
      const features = persistentPairs(forms, image.values, image, pairs);
      return { features, through: through(features, visible(rows, columns, shared[dimension]!), comparison) };
    });
  };
  const otherSeen = seen(other);
  return seen(one).map(({ features, through }, dimension) => {
    const { features: otherFeatures, through: otherThrough } = otherSeen[dimension]!;
    const partners = new Int32Array(features.creators.length).fill(ESSENTIAL);
    for (const [cell, feature] of through) partners[feature] = otherThrough.get(cell) ?? ESSENTIAL;
    const found = matched(pixelsOf(one, features), pixelsOf(other, otherFeatures), partners);
    return dimension === 0 ? withEssentialMatched(one.falling, other.falling, found) : found;
  });
}

/** An image whose pixels have entered a complex from high to low. */
interface FilteredImage extends Filtration {
  readonly values: ArrayLike<number>;
  readonly falling: Int32Array;
}

/** The pairs whose beginning, in one image, comes before their end in the other: the others are features of neither. */
function visible(
  rows: FilteredImage,
  columns: FilteredImage,
  { creators: begins, destroyers: fills }: CellPairs,
): CellPairs {
  const kept = Int32Array.from(begins.keys()).filter(
    (k) => rows.values[rows.pixels[begins[k]!]!]! > columns.values[columns.pixels[fills[k]!]!]!,
  );
  return { creators: picked(begins, kept), destroyers: picked(fills, kept) };
}

/**
 * The index of an image's features by the cell they share with the comparison: in a union features begin where they begin in the image, and
 * end where those of the union end; in an intersection it is the other way round.
 */
function through(features: CellPairs, shared: CellPairs, comparison: ComparisonImage): ReadonlyMap<number, number> {
  const [own, common] =
    comparison === "union" ? (["creators", "destroyers"] as const) : (["destroyers", "creators"] as const);
  const index = new Map(Array.from(features[own], (cell, k) => [cell, k]));
  const found = new Map<number, number>();
  shared[own].forEach((cell, k) => {
    const feature = index.get(cell);
    if (feature !== undefined) found.set(shared[common][k]!, feature);
  });
  return found;
}

/** Features with their partners, which are given as indices. */
function matched(features: PersistencePairs, others: PersistencePairs, partners: Int32Array): Matching {
  const partner = (list: Int32Array) => Int32Array.from(partners, (k) => (k === ESSENTIAL ? ESSENTIAL : list[k]!));
  const taken = new Set(partners);
  const lost = Int32Array.from(others.births.keys()).filter((k) => !taken.has(k));
  return {
    ...features,
    partnerBirths: partner(others.births),
    partnerDeaths: partner(others.deaths),
    lost: pickedPairs(others, lost),
  };
}

function withEssentialMatched(falling: Int32Array, otherFalling: Int32Array, found: Matching): Matching {
  const partners = withEssential(otherFalling.subarray(0, 1), {
    births: found.partnerBirths,
    deaths: found.partnerDeaths,
  });
  return {
    ...withEssential(falling.subarray(0, 1), found),
    partnerBirths: partners.births,
    partnerDeaths: partners.deaths,
    lost: found.lost,
  };
}
