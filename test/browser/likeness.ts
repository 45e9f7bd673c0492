import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { decode, encode } from "fast-png";
import { expect } from "vitest";

/** How far the mean of all colours may be off, from 0 to 255. */
const MOST = 1;

interface Small {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue of each block. */
  readonly data: Uint8Array;
}

function reduced(png: Uint8Array, block: number): Small {
  const { width, height, channels, data } = decode(png);
  const [w, h] = [Math.floor(width / block), Math.floor(height / block)];
  const small = Uint8Array.from({ length: w * h * 3 }, (_, i) => {
    const [place, channel] = [Math.floor(i / 3), i % 3];
    let sum = 0;
    for (let y = 0; y < block; y++)
      for (let x = 0; x < block; x++) {
        const row = Math.floor(place / w) * block + y;
        sum += data[(row * width + (place % w) * block + x) * channels + channel]!;
      }
    return Math.round(sum / block ** 2);
  });
  return { width: w, height: h, data: small };
}

/**
 * Expects a screenshot to look like the small picture kept under this name. `UPDATE_GOLDEN=1` keeps it anew: look at it before it is committed.
 *
 * @param block the side of the blocks of pixels that are averaged: what one machine draws a little smoother than another is the same in the mean.
 */
export function expectLikeness(screenshot: Uint8Array, name: string, block: number): void {
  const found = reduced(screenshot, block);
  const file = join(import.meta.dirname, "pictures", `${name}.png`);
  if (process.env.UPDATE_GOLDEN) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, encode({ ...found, channels: 3, depth: 8 }));
  }
  expect(existsSync(file), `There is no ${file}; UPDATE_GOLDEN=1 makes it.`).toBe(true);
  const kept = decode(readFileSync(file));
  expect([found.width, found.height]).toEqual([kept.width, kept.height]);
  const off = found.data.reduce((sum, x, i) => sum + Math.abs(x - kept.data[i]!), 0) / found.data.length;
  expect(off, `${name} does not look as it did`).toBeLessThanOrEqual(MOST);
}
