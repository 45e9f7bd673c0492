/** Values as a file holds them. */
export type Numbers =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** A decoded picture or volume: values row by row, slice by slice, channels interleaved. */
export interface Raster {
  /** `PNG`, `JPEG`, `TIFF`, `NIfTI`, `npy`. */
  readonly format: string;
  /** `[height, width]` or `[depth, height, width]`. */
  readonly space: readonly number[];
  /** Opacity and palette indices included. */
  readonly channels: number;
  /** Whether the last channel is opacity. */
  readonly alpha: boolean;
  readonly data: Numbers;
  /** The value of white, 255 for 8 bits. Absent: values are measurements, in a unit of their own. */
  readonly white?: number;
  /** If present, `data` holds indices into these colours, `[red, green, blue, …]` in 0..255. */
  readonly palette?: readonly (readonly number[])[];
  /** `8 bit`, `float32`, … */
  readonly type: string;
  /** Size of a pixel along each axis of `space`, where the file says so. */
  readonly spacing?: readonly number[];
  /** Where the axes of the file point to, fastest first: `RAS` (right, anterior, superior), where the file says so. */
  readonly orientation?: string;
  /** Whether compression has changed values. */
  readonly lossy?: boolean;
  /** What was read otherwise than one may expect. Sentences without full stop. */
  readonly remarks?: readonly string[];
}

/** `499×480`, `256×256×120`: width first. */
export const sizeText = (space: readonly number[]): string => [...space].reverse().join("×");

/** Channels that an image has: without opacity, a palette as its colours. */
export const imageChannels = ({ channels, alpha, palette }: Raster): number => (palette ? 3 : channels - Number(alpha));

/**
 * A picture as numbers, `[…space, channels]`: where white is known it becomes 1 and black 0, other values stay; opacity is left out, palette indices become their
 * colours.
 *
 * @param channels as many as the picture has, or more than one of them for a grey picture, which fills all.
 */
export function imageOf(raster: Raster, channels: number): Float32Array {
  const { data, palette, white = 1 } = raster;
  const own = imageChannels(raster);
  const pixels = data.length / raster.channels;
  const image = new Float32Array(pixels * channels);
  for (let i = 0; i < pixels; i++) {
    for (let c = 0; c < channels; c++) {
      const channel = own === 1 ? 0 : c;
      image[i * channels + c] = palette
        ? (palette[data[i]!]?.[c] ?? 0) / 255
        : data[i * raster.channels + channel]! / white;
    }
  }
  return image;
}

/** The one value per pixel of a mask, or what stands against it. */
export type Levels =
  | { readonly values: Numbers; readonly remark?: string }
  | { readonly problem: string; readonly remedy: string };

/** The one value per pixel of a mask, `[…space]`: grey level, palette index, or opacity where nothing but opacity varies. */
export function levelsOf(raster: Raster): Levels {
  const { data, channels, palette, alpha } = raster;
  if (palette || channels === 1) return { values: data };
  const colours = channels - Number(alpha);
  const channel = (c: number) => data.filter((_, i) => i % channels === c) as Numbers;
  const first = channel(0);
  if (colours !== 1 && colours !== 3)
    return {
      problem: `the mask has ${colours} channels`,
      remedy:
        "A mask has one value per pixel; planes of labels that may overlap go into a .npy array [batch, …, label]",
    };
  if (colours === 3 && !areEqual(data, channels)) {
    return {
      problem: `the mask is coloured (${coloursIn(data, channels)})`,
      remedy: "Save it with one value per pixel: grey levels, or a palette whose indices are the classes",
    };
  }
  if (alpha && isConstant(first)) {
    const opacity = channel(channels - 1);
    if (!isConstant(opacity))
      return { values: opacity, remark: "its colour is the same everywhere, so its opacity is taken as the mask" };
  }
  return { values: first };
}

const isConstant = (values: Numbers): boolean => values.every((v: number) => v === values[0]);

function areEqual(data: Numbers, channels: number): boolean {
  for (let at = 0; at < data.length; at += channels)
    if (data[at] !== data[at + 1] || data[at] !== data[at + 2]) return false;
  return true;
}

/** The first colours of a picture, as `#ff0000`, with how many there are. */
function coloursIn(data: Numbers, channels: number): string {
  const found = new Set<string>();
  for (let at = 0; at < data.length && found.size < 1000; at += channels)
    found.add(`${data[at]} ${data[at + 1]} ${data[at + 2]}`);
  const shown = [...found].slice(0, 4).map((colour) => `(${colour.replaceAll(" ", ", ")})`);
  const more = found.size - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${more >= 996 ? "hundreds" : more} more` : ""}`;
}
