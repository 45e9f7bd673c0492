import type { Raster } from "./samples.js";

/** Whether a picture has colours rather than greys. */
export const isColoured = ({ channels, palette }: Raster): boolean => palette !== undefined || channels >= 3;

/**
 * A picture as numbers in 0..1, `[height, width, channels]`: white is 1, alpha is left out, palette indices become their colours.
 *
 * @param channels 1 or 3; a grey picture fills all three, a coloured one cannot become grey.
 */
export function imageOf(raster: Raster, channels: 1 | 3): Float32Array {
  const { data, palette, maximum } = raster;
  const pixels = raster.width * raster.height;
  const image = new Float32Array(pixels * channels);
  for (let i = 0; i < pixels; i++) {
    for (let c = 0; c < channels; c++) {
      const channel = raster.channels >= 3 ? c : 0;
      image[i * channels + c] = palette
        ? (palette[data[i]!]?.[c] ?? 0) / 255
        : data[i * raster.channels + channel]! / maximum;
    }
  }
  return image;
}

/** The one value per pixel of a mask, `[height, width]` — grey level or palette index — or `undefined` where colours differ between channels. */
export function levelsOf(raster: Raster): Uint8Array | Uint16Array | undefined {
  const { data, channels } = raster;
  if (channels === 1) return data;
  const levels = data.filter((_, i) => i % channels === 0);
  if (channels === 2) return levels;
  for (let i = 0; i < levels.length; i++) {
    const at = i * channels;
    if (data[at] !== data[at + 1] || data[at] !== data[at + 2]) return undefined;
  }
  return levels;
}
