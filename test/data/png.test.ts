import { encode } from "fast-png";
import { zlibSync } from "fflate";
import { describe, expect, it } from "vitest";
import { type ReadArray, readArray } from "../../src/data/arrays.js";
import { readPng, writePng } from "../../src/data/formats/png.js";
import { ReadError } from "../../src/data/shared/read-error.js";

/** A PNG put together by hand, for the kinds our encoder does not write: `rows` are the packed bytes of each row. */
function handmade(o: {
  interlaced?: boolean;
  width: number;
  height?: number;
  depth: number;
  colour: number;
  rows: number[][];
  palette?: number[];
}): Uint8Array {
  const header = [
    ...be32(o.width),
    ...be32(o.height ?? o.rows.length),
    o.depth,
    o.colour,
    0,
    0,
    Number(o.interlaced ?? false),
  ];
  const scanlines = Uint8Array.from(o.rows.flatMap((row) => [0, ...row]));
  const chunks = [
    chunk("IHDR", header),
    ...(o.palette ? [chunk("PLTE", o.palette)] : []),
    chunk("IDAT", [...zlibSync(scanlines)]),
    chunk("IEND", []),
  ];
  return Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...chunks.flat()]);
}

const be32 = (n: number) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];

function chunk(type: string, data: number[]): number[] {
  const body = [...type].map((c) => c.charCodeAt(0)).concat(data);
  return [...be32(data.length), ...body, ...be32(crc32(body))];
}

function crc32(bytes: number[]): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

const pick = ({ shape, data }: ReadArray) => ({ shape, data });
const image = (bytes: Uint8Array) => pick(readArray(bytes, "x.png", { meaning: "image" }));
const mask = (bytes: Uint8Array) => pick(readArray(bytes, "x.png", { meaning: "labels" }));

describe("PNG images become numbers in 0..1, channels last", () => {
  it("grey, 8 bits", () => {
    const { shape, data } = image(writePng(2, 1, 1, Uint8Array.of(0, 51)));
    expect(shape).toEqual([1, 2, 1]);
    expect(data[1]).toBeCloseTo(0.2, 6);
  });
  it("RGB, and RGB with alpha left out", () => {
    expect(image(writePng(1, 1, 3, Uint8Array.of(255, 0, 51)))).toEqual({
      shape: [1, 1, 3],
      data: Float32Array.of(1, 0, 0.2),
    });
    expect(image(writePng(1, 1, 4, Uint8Array.of(255, 0, 51, 9)))).toEqual({
      shape: [1, 1, 3],
      data: Float32Array.of(1, 0, 0.2),
    });
  });
  it("16 bits, and grey with alpha", () => {
    const deep = encode({ width: 2, height: 1, channels: 1, depth: 16, data: Uint16Array.of(65535, 13107) });
    expect(image(deep)).toEqual({ shape: [1, 2, 1], data: Float32Array.of(1, 0.2) });
    const withAlpha = encode({ width: 2, height: 1, channels: 2, depth: 8, data: Uint8Array.of(255, 7, 51, 8) });
    expect(image(withAlpha)).toEqual({ shape: [1, 2, 1], data: Float32Array.of(1, 0.2) });
  });
  it("1, 2 and 4 bits, rows padded to whole bytes", () => {
    const bits = handmade({
      width: 9,
      depth: 1,
      colour: 0,
      rows: [
        [0b10101010, 0b10000000],
        [0, 0],
      ],
    });
    expect([...Array.from(image(bits).data)]).toEqual([1, 0, 1, 0, 1, 0, 1, 0, 1, ...Array(9).fill(0)]);
    const pairs = handmade({ width: 3, depth: 2, colour: 0, rows: [[0b00011100], [0b11000000]] });
    expect([...readPng(pairs, "x").data]).toEqual([0, 1, 3, 3, 0, 0]);
    const nibbles = handmade({ width: 3, depth: 4, colour: 0, rows: [[0x1f, 0x20]] });
    expect([...readPng(nibbles, "x").data]).toEqual([1, 15, 2]);
  });
  it("a palette becomes its colours", () => {
    const palette = [0, 0, 0, 255, 0, 51];
    const png = handmade({ width: 3, depth: 4, colour: 3, rows: [[0x10, 0x10]], palette });
    expect(image(png)).toEqual({ shape: [1, 3, 3], data: Float32Array.of(1, 0, 0.2, 0, 0, 0, 1, 0, 0.2) });
  });
});

describe("interlaced PNGs", () => {
  it("are read like others", () => {
    const data = Uint8Array.from({ length: 9 * 7 * 3 }, (_, i) => i);
    const png = encode({ width: 9, height: 7, channels: 3, depth: 8, data }, { interlace: "Adam7" });
    expect(readPng(png, "x").data).toEqual(data);
  });
  it("of any size and depth, bit by bit", () => {
    // Passes of Adam7 made by hand: each has rows of its own, packed from its first pixel.
    const passes = [
      [0, 0, 8, 8],
      [4, 0, 8, 8],
      [0, 4, 4, 8],
      [2, 0, 4, 4],
      [0, 2, 2, 4],
      [1, 0, 2, 2],
      [0, 1, 1, 2],
    ] as const;
    for (const depth of [1, 2, 4]) {
      for (const [width, height] of [
        [1, 1],
        [3, 2],
        [9, 11],
      ] as const) {
        const values = Uint8Array.from({ length: width * height }, (_, i) => (i * 7 + (i >> 2)) % 2 ** depth);
        const rows: number[][] = [];
        for (const [x0, y0, dx, dy] of passes)
          for (let y = y0; y < height; y += dy) {
            const bits: number[] = [];
            for (let x = x0; x < width; x += dx)
              for (let b = depth - 1; b >= 0; b--) bits.push((values[y * width + x]! >> b) & 1);
            const bytes = Array.from({ length: Math.ceil(bits.length / 8) }, (_, i) =>
              bits.slice(8 * i, 8 * i + 8).reduce((byte, bit, k) => byte | (bit << (7 - k)), 0),
            );
            if (bytes.length) rows.push(bytes);
          }
        const png = handmade({ width, height, depth, colour: 0, rows, interlaced: true });
        expect(readPng(png, "x.png").data).toEqual(values);
      }
    }
  });
});

describe("PNG masks become 0 and 1, or labels", () => {
  it("black and white, in any depth", () => {
    expect(mask(writePng(3, 1, 1, Uint8Array.of(0, 255, 255)))).toEqual({
      shape: [1, 3],
      data: Float32Array.of(0, 1, 1),
    });
    expect(mask(handmade({ width: 2, depth: 1, colour: 0, rows: [[0b01000000]] })).data).toEqual(Float32Array.of(0, 1));
    expect(mask(writePng(2, 1, 3, Uint8Array.of(0, 0, 0, 255, 255, 255))).data).toEqual(Float32Array.of(0, 1));
  });
  it("class numbers stay, and so do a palette's indices", () => {
    expect(mask(writePng(3, 1, 1, Uint8Array.of(0, 1, 2))).data).toEqual(Float32Array.of(0, 1, 2));
    const palette = [0, 0, 0, 200, 10, 10, 10, 200, 10, 10, 10, 200];
    expect(mask(handmade({ width: 3, depth: 2, colour: 3, rows: [[0b11000100]], palette })).data).toEqual(
      Float32Array.of(3, 0, 1),
    );
  });
  it("colours are refused", () => {
    expect(() => mask(writePng(1, 1, 3, Uint8Array.of(255, 0, 0)))).toThrow(
      /x\.png: the mask is coloured \(\(255, 0, 0\)\)\. Save it with one value per pixel/,
    );
  });
});

describe("damaged PNGs", () => {
  const whole = writePng(
    16,
    16,
    1,
    Uint8Array.from({ length: 256 }, (_, i) => i),
  );
  it("are named, never half read", () => {
    for (const length of [0, 4, 20, 40, whole.length - 20]) {
      expect(() => readPng(whole.subarray(0, length), "x.png")).toThrow(ReadError);
    }
    const flipped = whole.slice();
    flipped[60]! ^= 1;
    expect(() => readPng(flipped, "x.png")).toThrow(/x\.png: this is not a readable PNG/);
    expect(() => readPng(Uint8Array.of(0xff, 0xd8, 0xff), "photo.png")).toThrow(
      /photo\.png: this is not a readable PNG/,
    );
  });
});
