import { pixelCount } from "../shared/sizes.js";
import { type Construction, complexOf } from "./complex.js";
import { filtration } from "./filtration.js";
import type { PersistenceForms } from "./forms.js";
import { cellPairs, persistentPairs, pixelsOf } from "./pairing.js";
import { type PersistencePairs, refuseNaN, withEssential } from "./pairs.js";

/**
 * The persistent homology of the superlevel sets {f ≥ a} of one 2-D image as a falls: components (dimension 0) and holes
 * (dimension 1), each as the pixel at whose value it is born and the one at whose value it dies.
 *
 * `values` is row-major, of any real values or infinities. Pairs of no persistence, f(birth) = f(death), are left out; the
 * essential component of a non-empty image always comes first and dies at `ESSENTIAL`. The others come by falling persistence, ties
 * by birth pixel, then death pixel. Of two equal values the earlier pixel counts as the higher, so the critical pixels are
 * determined also on plateaus; the values at them do not depend on that choice. Time is linear in the number of pixels, but for that of
 * finding the roots of sets.
 *
 * @returns dimension 0, then dimension 1.
 * @throws {RangeError} if the sizes do not fit the values, or a value is NaN (the message names its index).
 *
 * Source: Edelsbrunner, Letscher, Zomorodian. Topological Persistence and Simplification. Discrete Comput. Geom. 28, 2002 (the
 * elder rule); Bleile, Garin, Heiss, Maggs, Robins. The Persistent Homology of Dual Digital Image Constructions.
 * arXiv:2102.11397 (the duality).
 */
export function persistencePairs2d(
  forms: PersistenceForms,
  values: ArrayLike<number>,
  height: number,
  width: number,
  construction: Construction,
): PersistencePairs[] {
  const pixels = pixelCount("persistence2d", [height, width], values.length);
  if (pixels === 0) return [none(), none()];
  const connectivity = construction === "vertex" ? "face" : "full";
  const { maximum, components, holes } = forms.pairs2d({ values, height, width, connectivity });
  return [withEssential(Int32Array.of(maximum), components), holes];
}

const none = (): PersistencePairs => ({ births: new Int32Array(), deaths: new Int32Array() });

/**
 * The persistent homology of the superlevel sets of one 3-D image: components (dimension 0), loops (1) and cavities (2).
 *
 * Everything else is as in `persistence2d`: what pixels are (`vertex`: components 6-connected, cavities 26-connected; `top`: the
 * reverse), the order of pairs, and which of equal values counts as the higher. Components and cavities take the time of sorting
 * the pixels; loops take the reduction of a matrix with two columns per pixel, close to linear on smooth images and slower on noise.
 *
 * @param sizes lengths of the three axes, first axis slowest.
 * @returns dimensions 0, 1 and 2.
 * @throws {RangeError} if the sizes do not fit the values, or a value is NaN (the message names its index).
 *
 * Source: Wagner, Chen, Vuçini. Efficient computation of persistent homology for cubical data. TopoInVis 2011.
 */
export function persistencePairs3d(
  forms: PersistenceForms,
  values: ArrayLike<number>,
  sizes: readonly [number, number, number],
  construction: Construction,
): PersistencePairs[] {
  pixelCount("persistence3d", sizes, values.length);
  refuseNaN("persistence3d", values);
  const falling = forms.argsort(values, true);
  const complex = complexOf(sizes, construction);
  const entry = filtration(forms, complex, falling);
  const [components, loops, cavities] = cellPairs(forms, complex, entry, entry).map((pairs) =>
    pixelsOf(entry, persistentPairs(forms, values, entry, pairs)),
  );
  return [withEssential(falling.subarray(0, 1), components!), loops!, cavities!];
}
