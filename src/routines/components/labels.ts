import { type Connectivity, dual } from "../shared/connectivity.js";
import { pixelCount } from "../shared/sizes.js";

/** A mask whose length fits its sizes; pixels are true where their value is above 0.5. */
export interface MaskImage {
  readonly mask: ArrayLike<number>;
  readonly sizes: readonly number[];
  readonly connectivity: Connectivity;
}

/** Labels of one image, row-major: 0 for background, 1 … `count` for the components in the order in which a scan meets them. */
export interface ComponentLabels {
  readonly labels: Int32Array<ArrayBuffer>;
  readonly count: number;
}

/** The root of what belongs to no component. */
export const NO_ROOT = -1;

/** What a form of this routine computes. */
export interface ComponentForm {
  label(image: MaskImage): ComponentLabels;
  writeRoots(result: Float32Array | Float64Array, image: MaskImage): void;
}

/** Connected components of one image, row-major, with any number of axes. All throw a RangeError if the sizes do not fit the mask. */
export interface ConnectedComponents {
  /** The connected components of the true pixels (value above 0.5). */
  components(mask: ArrayLike<number>, sizes: readonly number[], connectivity: Connectivity): ComponentLabels;

  /** Writes for each pixel the row-major index of the first pixel of its component, its root; `NO_ROOT` in the background. */
  rootsInto(
    result: Float32Array | Float64Array,
    mask: ArrayLike<number>,
    sizes: readonly number[],
    connectivity: Connectivity,
  ): void;

  /**
   * The Betti numbers of the true pixels of a 2-D image: how many components and how many holes.
   *
   * A hole is a component of the background, under the dual connectivity, that does not reach the border of the image.
   */
  betti2d(
    mask: ArrayLike<number>,
    height: number,
    width: number,
    connectivity: Connectivity,
  ): [components: number, holes: number];
}

/** Connected components by one form, with everything checked before. */
export function connectedComponents(form: ComponentForm): ConnectedComponents {
  const components: ConnectedComponents["components"] = (mask, sizes, connectivity) => {
    pixelCount("components", sizes, mask.length);
    return form.label({ mask, sizes, connectivity });
  };
  return {
    components,
    rootsInto: (result, mask, sizes, connectivity) => {
      pixelCount("components", sizes, mask.length);
      form.writeRoots(result, { mask, sizes, connectivity });
    },
    betti2d: (mask, height, width, connectivity) => {
      const { count } = components(mask, [height, width], connectivity);
      const background = paddedBackground(mask, height, width);
      const outside = 1;
      return [count, components(background, [height + 2, width + 2], dual(connectivity)).count - outside];
    },
  };
}

/** 1 where a mask is false and one pixel around it, else 0. */
function paddedBackground(mask: ArrayLike<number>, height: number, width: number): Uint8Array {
  const background = new Uint8Array((height + 2) * (width + 2)).fill(1);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (mask[y * width + x]! > 0.5) background[(y + 1) * (width + 2) + x + 1] = 0;
    }
  }
  return background;
}
