import fc from "fast-check";
import { channels, maskShapeOf, type Sample, type Setting, shapeOf, targetShapeOf } from "../../src/testing/data.js";
import { fieldsOf, headShapesOf, nothingFurther } from "../../src/testing/further.js";

/** A kind of batch on which losses have been known to break, as an arbitrary of batches. */
export interface Scenario {
  readonly rank: 2 | 3;
  readonly batches: (setting: Setting) => fc.Arbitrary<Batch>;
}

/** A batch, and the sides of its images. */
export type Batch = Sample & { readonly space: readonly number[] };

type Numbers = readonly number[];
const entries = (shape: Numbers) => shape.reduce((a, b) => a * b, 1);
/** Numbers for an image: one for each pixel and channel. */
type Image = (pixels: number, channels: number) => fc.Arbitrary<Numbers>;

const each = (number: fc.Arbitrary<number>, length: number) =>
  fc.array(number, { minLength: length, maxLength: length });
const entrywise =
  (number: fc.Arbitrary<number>): Image =>
  (pixels, count) =>
    each(number, pixels * count);

/** Singles, so that both backends are given the same; never so large that a probability is 1 in one precision and less in the other. */
const usual = fc.integer({ min: -(2 ** 20), max: 2 ** 20 }).map((n) => n / 2 ** 18);
const huge = fc.constantFrom(-1e4, 1e4);

const logits = {
  usual: entrywise(usual),
  huge: entrywise(huge),
  zero: entrywise(fc.constant(0)),
  /** A few pixels, over and over. */
  tied: (pixels: number, count: number) =>
    fc
      .array(each(usual, count), { minLength: 1, maxLength: 3 })
      .chain((palette) => each(fc.nat(palette.length - 1), pixels).map((all) => all.flatMap((i) => palette[i]!))),
} satisfies Readonly<Record<string, Image>>;
const anyLogits: Image = (pixels, count) => fc.oneof(...Object.values(logits).map((some) => some(pixels, count)));

/** For each channel of each pixel whether it is on. */
type Mask = (pixels: number) => fc.Arbitrary<readonly boolean[]>;

const masks = {
  any: (pixels: number) => fc.array(fc.boolean(), { minLength: pixels, maxLength: pixels }),
  empty: (pixels: number) => fc.constant(Array.from({ length: pixels }, () => false)),
  full: (pixels: number) => fc.constant(Array.from({ length: pixels }, () => true)),
  onePixel: (pixels: number) => fc.nat(pixels - 1).map((only) => Array.from({ length: pixels }, (_, i) => i === only)),
} satisfies Readonly<Record<string, Mask>>;
const anyMask: Mask = (pixels) => fc.oneof(...Object.values(masks).map((some) => some(pixels)));

/** Where classes exclude each other, the pixels of the mask have the last class but now and then the one before. */
function targetOf(setting: Setting, mask: Mask, pixels: number): fc.Arbitrary<Numbers> {
  const count = entries(targetShapeOf(setting)) / pixels;
  if (setting.form !== "exclusive classes")
    return fc.tuple(...Array.from({ length: count }, () => mask(pixels))).map((all) => interleaved(all));
  return mask(pixels).chain((on) =>
    fc
      .constantFrom(count - 1, count - 2)
      .map((label) => on.flatMap((yes) => Array.from({ length: count }, (_, c) => Number(c === (yes ? label : 0))))),
  );
}

const interleaved = (all: readonly (readonly boolean[])[]): number[] =>
  all[0]!.flatMap((_, i) => all.map((channel) => Number(channel[i]!)));

const side = fc.integer({ min: 2, max: 5 });
const square = fc.tuple(side, side);
const sides = {
  plane: square,
  pixel: fc.constant([1, 1]),
  line: fc.oneof(
    side.map((n) => [1, n]),
    side.map((n) => [n, 1]),
  ),
  slice: fc.tuple(fc.nat(2), square).map(([axis, [a, b]]) => [a, b].toSpliced(axis, 0, 1)),
} satisfies Readonly<Record<string, fc.Arbitrary<Numbers>>>;

const scenario = (spaces: fc.Arbitrary<Numbers>, image: Image, mask: Mask, rank: 2 | 3 = 2): Scenario => ({
  rank,
  batches: (plain) =>
    spaces.chain((space) => {
      const setting: Setting = { ...plain, space };
      const shape = shapeOf(setting);
      const numbers = (of: Numbers) => image(entries(of) / of.at(-1)!, of.at(-1)!);
      const twice: Mask = (n) => fc.tuple(mask(n / 2), mask(n / 2)).map(([a, b]) => [...a, ...b]);
      const pixels = maskShapeOf(setting);
      const around = [...pixels, channels(setting)];
      const { further = nothingFurther } = setting;
      const heads = [...headShapesOf(further, around)].map(
        ([name, of]) => [name, numbers(of).map((data) => ({ shape: of, data }))] as const,
      );
      return fc.record({
        space: fc.constant(space),
        shape: fc.constant(shape),
        targetShape: fc.constant(targetShapeOf(setting)),
        logits: numbers(shape),
        target: targetOf(setting, twice, entries(pixels)),
        heads: fc.record(Object.fromEntries(heads)),
        fields: fc.nat(9).map((seed) => fieldsOf(further, around, seed)),
      });
    }),
});

export const scenarios: Readonly<Record<string, Scenario>> = {
  "logits of ±10000": scenario(sides.plane, logits.huge, anyMask),
  "logits of exactly 0": scenario(sides.plane, logits.zero, anyMask),
  "equal pixels": scenario(sides.plane, logits.tied, anyMask),
  "an empty mask": scenario(sides.plane, anyLogits, masks.empty),
  "a full mask": scenario(sides.plane, anyLogits, masks.full),
  "a mask of one pixel": scenario(sides.plane, anyLogits, masks.onePixel),
  "an image of one pixel": scenario(sides.pixel, anyLogits, anyMask),
  "an image one pixel wide": scenario(sides.line, anyLogits, anyMask),
  "a volume one voxel thick": scenario(sides.slice, anyLogits, anyMask, 3),
};
