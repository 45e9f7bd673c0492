import type { Code } from "../../../wasm/encode/code.js";

/** What the kernel reads where it begins, a word each: so one module serves kernels and images of every size. Lengths are in bytes. */
export const convolutionWords = ["sums", "target", "runs", "runBytes", "depth", "height", "pitch", "width"] as const;

export type ConvolutionWord = (typeof convolutionWords)[number];

/** Floats that are computed together. */
export const blockFloats = 16;

/** Words of a run: steps along the first two axes, where its sums lie, seen from those of the pixel, and its weight, a single. */
export const runWords = 4;

/**
 * Writes the function `(begin, end)` that adds up, for some rows, what each run of a kernel has: sums along rows are there already, `blockFloats` of a row are
 * computed together. Rows beyond the border count 0.
 */
export function writeSumOfRuns(code: Code, job: number): void {
  const [row, end] = [0, 1];
  const word = (name: ConvolutionWord) => code.i32(job + 4 * convolutionWords.indexOf(name)).at("i32.load");
  const held = Object.fromEntries(
    convolutionWords.map((name) => {
      const local = code.local("i32");
      word(name).set(local);
      return [name, local];
    }),
  ) as Record<ConvolutionWord, number>;
  const [z, y, x, run, at, from] = [0, 1, 2, 3, 4, 5].map(() => code.local("i32")) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const sums = [0, 1, 2, 3].map(() => code.local("v128"));
  const weight = code.local("v128");
  const isInside = (place: number, offset: number, length: number) =>
    code.get(at).at("i32.load", offset).get(place).op("i32.add").get(length).op("i32.lt_u");
  code.count(row, end, 1, () => {
    code.get(row).get(held.height).op("i32.div_u").set(z);
    code.get(row).get(held.height).op("i32.rem_u").set(y);
    code.i32(0).set(x);
    code.count(x, held.width, 4 * blockFloats, () => {
      for (const sum of sums) code.f32x4(0).set(sum);
      code.i32(0).set(run);
      code.count(run, held.runBytes, 4 * runWords, () => {
        code.get(held.runs).get(run).op("i32.add").set(at);
        isInside(z, 0, held.depth);
        isInside(y, 4, held.height);
        code.op("i32.and").if(() => {
          code.get(at).at("v128.load32_splat", 12).set(weight);
          code.get(row).get(held.pitch).op("i32.mul").get(x).op("i32.add");
          code.get(held.sums).op("i32.add").get(at).at("i32.load", 8).op("i32.add").set(from);
          sums.forEach((sum, i) => {
            code
              .get(sum)
              .get(from)
              .at("v128.load", 16 * i);
            code.get(weight).op("f32x4.mul", "f32x4.add").set(sum);
          });
        });
      });
      code.get(row).get(held.width).op("i32.mul").get(x).op("i32.add");
      code.get(held.target).op("i32.add").set(from);
      sums.forEach((sum, i) => {
        code
          .get(from)
          .get(sum)
          .at("v128.store", 16 * i);
      });
    });
  });
}
