import { readFileSync } from "node:fs";
import { encode } from "fast-png";
import { gzipSync, strToU8, zipSync, zlibSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readNpz } from "../../src/data/formats/npz.js";
import { writePng } from "../../src/data/formats/png.js";
import { readPicture } from "../../src/data/read-picture.js";
import { MOST_VALUES } from "../../src/data/shared/bounds.js";
import { orientationOf, reoriented } from "../../src/data/shared/orientation.js";
import type { Raster } from "../../src/data/shared/raster.js";
import { ReadError } from "../../src/data/shared/read-error.js";
import { random } from "../../src/random.js";
import { cpuTime } from "../cpu-time.js";

interface Expected {
  readonly shape: readonly number[];
  readonly data: readonly number[];
  readonly spacing?: readonly number[];
  readonly orientation?: string;
}

/** Written by Pillow, tifffile and nibabel: fixtures/make_pictures.py. */
const bytesOf = (name: string) => new Uint8Array(readFileSync(new URL(`./fixtures/pictures/${name}`, import.meta.url)));
const expected: Record<string, Expected> = JSON.parse(new TextDecoder().decode(bytesOf("values.json")));
const read = (name: string) => readPicture(bytesOf(name), name)!;

/** The error that reading gives, which must come at once: nothing that is declared may be allocated. */
function complaint(bytes: Uint8Array, name: string): string {
  const start = cpuTime();
  const before = process.memoryUsage().arrayBuffers;
  try {
    readPicture(bytes, name);
  } catch (error) {
    expect(error).toBeInstanceOf(ReadError);
    expect(cpuTime() - start).toBeLessThan(2000);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 28);
    expect((error as Error).message.startsWith(`${name}: `)).toBe(true);
    return (error as Error).message;
  }
  throw new Error("nothing was thrown");
}

describe("pictures and volumes that other programs wrote", () => {
  it.each(Object.keys(expected))("%s", (name) => {
    const { shape, data, spacing, orientation } = expected[name]!;
    const raster = read(name);
    expect([...raster.space, ...(raster.channels > 1 ? [raster.channels] : [])]).toEqual(shape);
    // Decoders of JPEG differ in their rounding.
    const tolerance = name.endsWith(".jpg") ? 4 : 0;
    data.forEach((value, i) => {
      expect(Math.abs(raster.data[i]! - value)).toBeLessThanOrEqual(tolerance + 1e-6 * Math.abs(value));
    });
    expect(raster.spacing).toEqual(spacing?.map((s) => expect.closeTo(s, 5)));
    expect(raster.orientation).toBe(orientation);
  });
  it("say what their numbers are", () => {
    expect(read("float32-predictor.tif")).toMatchObject({ format: "TIFF", type: "float32" });
    expect(read("float32-predictor.tif").white).toBeUndefined();
    expect(read("uint8-lzw-predictor.tif")).toMatchObject({ white: 255, type: "8 bit" });
    expect(read("palette.tif").palette?.slice(0, 3)).toEqual([
      [0, 0, 0],
      [255, 0, 0],
      [0, 255, 0],
    ]);
    expect(read("rgb.jpg").lossy).toBe(true);
    expect(read("int16.nii")).toMatchObject({ format: "NIfTI", type: "int16" });
  });
  it("are told by their first bytes, whatever their name", () => {
    expect(readPicture(bytesOf("rgb.jpg"), "photo.png")!.format).toBe("JPEG");
    expect(readPicture(writePng(1, 1, 1, Uint8Array.of(5)), "mask.tif")!.data).toEqual(Uint8Array.of(5));
    expect(readPicture(bytesOf("rgb.jpg"), "notes.txt")).toBeUndefined();
  });
  it("are refused by name where their kind is not read", () => {
    expect(complaint(bytesOf("fax.tif"), "fax.tif")).toMatch(
      /its compression is CCITT, which is not read\. Save it as PNG/,
    );
    expect(complaint(bytesOf("jpeg.tif"), "jpeg.tif")).toMatch(/its compression is JPEG, which is not read/);
    expect(complaint(bytesOf("complex.nii"), "complex.nii")).toMatch(
      /its data type complex64 is not read\. Save it as/,
    );
  });
  it("are named, never half read, where they are cut short or damaged", () => {
    for (const name of [...Object.keys(expected), "fax.tif", "complex.nii"].filter((file) => !/\.jpg$/.test(file))) {
      const whole = bytesOf(name);
      for (const share of [0, 0.1, 0.3, 0.6, 0.9, 0.97]) {
        const cut = whole.subarray(0, Math.floor(whole.length * share));
        // What is behind the last pixel may be missing.
        try {
          const raster = readPicture(cut, name)!;
          expect([...raster.data]).toEqual([...read(name).data]);
        } catch (error) {
          expect(error).toBeInstanceOf(ReadError);
        }
      }
    }
  });
  it("never end in anything but pixels or an error that names the file, whatever is changed in them", () => {
    const draw = random(7);
    for (const name of [...Object.keys(expected), "fax.tif", "jpeg.tif", "complex.nii"]) {
      const whole = bytesOf(name);
      for (let i = 0; i < 60; i++) {
        const torn = whole.slice();
        for (let change = draw.below(6); change >= 0; change--)
          torn[draw.below(draw.below(2) ? torn.length : Math.min(torn.length, 360))] = draw.below(3)
            ? draw.below(256)
            : 255;
        try {
          const { space, channels, data } = readPicture(torn, name)!;
          expect(data).toHaveLength(space.reduce((product, size) => product * size, channels));
        } catch (error) {
          expect(error).toBeInstanceOf(ReadError);
          expect((error as Error).message.startsWith(`${name}: `)).toBe(true);
        }
      }
    }
  });
});

describe("orientation", () => {
  it("is that of the closest directions", () => {
    expect(
      orientationOf([
        [0.9, 0.3, 0],
        [-0.3, 0.9, 0.1],
        [0, 0.1, -1],
      ]),
    ).toBe("RAI");
    expect(
      orientationOf([
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
      ]),
    ).toBeUndefined();
  });
  it("is changed and changed back, voxels and spacing alike", () => {
    const volume: Raster = {
      ...{ format: "NIfTI", space: [2, 3, 4], channels: 2, alpha: false, type: "int16" },
      data: Int16Array.from({ length: 48 }, (_, i) => i),
      spacing: [3, 2, 1],
      orientation: "RAS",
    };
    for (const other of ["LPS", "SRA", "ILP", "PIR"]) {
      const turned = reoriented(volume, other);
      expect([...turned.space].sort()).toEqual([2, 3, 4]);
      const back = reoriented(turned, "RAS");
      expect([back.space, back.spacing, [...back.data]]).toEqual([volume.space, volume.spacing, [...volume.data]]);
    }
    // i points to the left instead of the right: rows are read backwards.
    expect([...reoriented(volume, "LAS").data.slice(0, 8)]).toEqual([6, 7, 4, 5, 2, 3, 0, 1]);
    // The fastest axis becomes the slowest.
    expect(reoriented(volume, "ASR")).toMatchObject({ space: [4, 2, 3], spacing: [1, 3, 2] });
  });
});

const be32 = (n: number) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];

function pngOf(
  width: number,
  height: number,
  content: Uint8Array,
  more: [type: string, data: Uint8Array][] = [],
): Uint8Array {
  const table = Uint32Array.from({ length: 256 }, (_, n) => {
    let crc = n;
    for (let k = 0; k < 8; k++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
    return crc;
  });
  const chunk = (type: string, data: Uint8Array) => {
    const body = Uint8Array.from([...strToU8(type), ...data]);
    const crc = ~body.reduce((value, byte) => table[(value ^ byte) & 255]! ^ (value >>> 8), 0xffffffff);
    return [...be32(data.length), ...body, ...be32(crc >>> 0)];
  };
  return Uint8Array.from([
    ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ...chunk("IHDR", Uint8Array.from([...be32(width), ...be32(height), 8, 0, 0, 0, 0])),
    ...more.flatMap(([type, data]) => chunk(type, data)),
    ...chunk("IDAT", content),
    ...chunk("IEND", new Uint8Array()),
  ]);
}

describe("files made to exhaust memory are refused with the figure, before anything is allocated", () => {
  const zeros = new Uint8Array(2 ** 24);
  it("a PNG that declares more than is read", () => {
    expect(complaint(pngOf(100_000, 90_000, zlibSync(new Uint8Array(9))), "x.png")).toMatch(
      /it declares 100000×90000×1 = 9,000,000,000 values, and at most 134,217,728 are read\. Cut it into tiles/,
    );
  });
  it("a PNG that declares more than its bytes can hold", () => {
    expect(complaint(pngOf(10_000, 10_000, zlibSync(new Uint8Array(9))), "x.png")).toMatch(
      /it declares 100,010,000 bytes of content, which its \d+ bytes cannot hold/,
    );
  });
  it("a PNG whose pixels go on behind the last row: no more is unpacked than is declared", () => {
    const { data } = readPicture(pngOf(1, 1, zlibSync(zeros)), "x.png")!;
    expect([...data]).toEqual([0]);
  });
  it("a colour profile and texts of a PNG are never unpacked", () => {
    const profile = Uint8Array.from([...strToU8("icc\0\0"), ...zlibSync(zeros)]);
    const text = Uint8Array.from([...strToU8("key\0\0"), ...zlibSync(zeros)]);
    const png = pngOf(1, 1, zlibSync(Uint8Array.of(0, 7)), [
      ["iCCP", profile],
      ["zTXt", text],
    ]);
    const start = cpuTime();
    expect([...readPicture(png, "x.png")!.data]).toEqual([7]);
    expect(cpuTime() - start).toBeLessThan(500);
  });
  it("a JPEG that declares more", () => {
    const jpeg = bytesOf("rgb.jpg");
    const at = jpeg.findIndex((byte, i) => byte === 0xff && jpeg[i + 1] === 0xc0);
    jpeg.set([0xff, 0xdc, 0xff, 0xdc], at + 5);
    expect(complaint(jpeg, "x.jpg")).toMatch(/it declares 65500×65500×3 = 12,870,750,000 values/);
    jpeg.set([0x10, 0, 0x10, 0], at + 5);
    expect(complaint(jpeg, "x.jpg")).toMatch(
      /it declares 16,777,216 bytes of content, which its \d+ bytes cannot hold/,
    );
  });
  it("a TIFF of huge pages, of many tags, of pages in a circle", () => {
    const tiff = bytesOf("uint32.tif");
    const view = new DataView(tiff.buffer);
    const ifd = view.getUint32(4, true);
    const entries = view.getUint16(ifd, true);
    const entry = (tag: number) => {
      for (let i = 0; i < entries; i++) if (view.getUint16(ifd + 2 + 12 * i, true) === tag) return ifd + 2 + 12 * i;
      throw new Error(`no tag ${tag}`);
    };
    const changed = (change: (v: DataView) => void) => {
      const own = tiff.slice();
      change(new DataView(own.buffer));
      return own;
    };
    const sized = (width: number, height: number) =>
      changed((v) => {
        for (const [tag, value] of [
          [256, width],
          [257, height],
        ] as const) {
          v.setUint16(entry(tag) + 2, 4, true);
          v.setUint32(entry(tag) + 8, value, true);
        }
      });
    expect(complaint(sized(1_000_000, 1_000_000), "x.tif")).toMatch(
      /it declares 1000000×1000000×1 = 1,000,000,000,000 values/,
    );
    expect(complaint(sized(10_000, 9), "x.tif")).toMatch(/which its \d+ bytes cannot hold/);
    expect(
      complaint(
        changed((v) => v.setUint32(entry(273) + 4, 0xfffffff0, true)),
        "x.tif",
      ),
    ).toMatch(/the 4294967280 values of its tag 273 would end at byte/);
    expect(
      complaint(
        changed((v) => v.setUint32(ifd + 2 + 12 * entries, ifd, true)),
        "x.tif",
      ),
    ).toMatch(/its pages form a circle/);
  });
  it("a NIfTI file that declares more, or unpacks to more", () => {
    const nifti = bytesOf("int16.nii");
    const dims = (...sizes: number[]) => {
      const own = nifti.slice();
      const view = new DataView(own.buffer);
      for (const [i, size] of [sizes.length, ...sizes].entries()) view.setInt16(40 + 2 * i, size, true);
      return own;
    };
    expect(complaint(dims(30_000, 30_000, 300), "x.nii")).toMatch(
      /it declares 30000×30000×300×1 = 270,000,000,000 values/,
    );
    expect(complaint(dims(500, 500, 500), "x.nii")).toMatch(
      /500×500×500 voxels of int16 end at byte 250,000,352, and there are 472 bytes/,
    );
    expect(complaint(gzipSync(dims(500, 500, 500)), "x.nii.gz")).toMatch(
      /it declares 250,000,352 bytes of content, which its \d+ bytes cannot hold/,
    );
    // A short volume with gigabytes behind it: only what the header declares is unpacked.
    const long = new Uint8Array(2 ** 25);
    long.set(nifti);
    const packed = gzipSync(long);
    const before = cpuTime();
    expect([...readPicture(packed, "x.nii.gz")!.data]).toEqual([...read("int16.nii").data]);
    expect(cpuTime() - before).toBeLessThan(500);
  });
  it("an archive of arrays that declares more", () => {
    const bytes = zipSync({ "a.npy": new Uint8Array(2 ** 20), "b.npy": new Uint8Array(10) });
    const view = new DataView(bytes.buffer);
    for (let at = 0; at + 4 < bytes.length; at++)
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 0xf0000000, true);
    expect(() => readNpz(bytes, "x.npz")).toThrow(
      /it unpacks to 4,026,531,840 bytes or more, and at most 2,147,483,648 are read/,
    );
  });
  it("what is at the bound is read", () => {
    const side = Math.sqrt(MOST_VALUES / 128);
    const picture = encode({ width: side, height: side, channels: 1, depth: 8, data: new Uint8Array(side * side) });
    expect(readPicture(picture, "x.png")!.data).toHaveLength(side * side);
  });
});
