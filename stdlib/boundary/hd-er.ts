import { z } from "zod";
import { type Context, defineLoss, type Expr } from "../../src/loss.js";
import { ballMean, maskedFill } from "../terms/neighbourhoods.js";
import { keepBackground } from "../terms/parameters.js";

export const hdEr = defineLoss({
  name: "hd_er",
  group: "boundary",
  summary: "Hausdorff loss by erosion: squared errors, weighted by how many erosions they survive.",
  formula: String.raw`\frac{1}{N}\sum_{k=1}^{K} k^\alpha \sum_i e_k(i),\quad e_0 = (p - g)^2,\quad e_k = \max(B * e_{k-1} - \tfrac12, 0)`,
  params: z.object({
    alpha: z
      .number()
      .min(0)
      .default(2)
      .describe("Exponent of the number of erosions: how much more an error costs that survives many of them."),
    erosions: z
      .int()
      .min(1)
      .max(100)
      .default(10)
      .describe("How often the error is eroded. Without `normalize` nothing is left to erode after the first time."),
    normalize: z
      .boolean()
      .default(false)
      .describe(
        "Stretch each eroded error to the range from 0 to 1, image by image, as kornia does. It keeps small remains alive, and its gradient grows without bound as they shrink.",
      ),
    background: keepBackground(false),
  }),
  inputs: { p: "probabilities", g: "onehot" },
  range: [0, Number.POSITIVE_INFINITY],
  cost: "transform",
  reference:
    "Karimi, Salcudean. Reducing the Hausdorff distance in medical image segmentation. TMI 2020. arXiv:1904.10030",
  advice:
    "Beside a region loss, never alone: it sees only errors that are large and thick. Each erosion takes ½ from errors that are at most 1, so by the formula a second one finds nothing left, and neither `erosions` nor `alpha` matters: what is counted is wrong pixels among wrong pixels. With `normalize=true`, as in kornia and the code it descends from, what is left is stretched each time: later erosions, which weigh most, then see the cores of the thickest errors of an image, however thick these are. It needs no distance transform; `hd_dt` measures the distance itself.",
  edges:
    "A squared error whose mean over a pixel and its nearest neighbours stays below ½ is gone with the first erosion: value and gradient are then 0, so thin and undecided errors are free. Beyond the border, and where pixels do not count, there is no error. The neighbourhood is in pixels, whatever their size.",
  examples: [
    "dice + hd_er",
    "dice + 0.1*hd_er(normalize=true)",
    "dice + 0.1*hd_er(normalize=true, erosions=5, alpha=1)",
  ],
  body: ({ p, g }, { alpha, erosions, normalize }, { space }) => {
    const errors = [p.sub(g).square()];
    for (let k = 1; k <= erosions; k++) {
      const eroded = maskedFill(eroding(errors.at(-1)!, space));
      errors.push(normalize ? stretched(eroded) : eroded);
    }
    return errors
      .slice(1)
      .map((error, k) => error.mul((k + 1) ** alpha))
      .reduce((a, b) => a.add(b))
      .mean("space");
  },
});

/** The mean over a pixel and those that share a face with it, of which ½ is taken away. */
const eroding = (x: Expr, space: Context["space"]): Expr => ballMean(x, 1, space).sub(0.5).relu();

/** From 0 to 1 in each image; as it is where it is constant. */
function stretched(x: Expr): Expr {
  const [low, high] = [x.smallest("space"), x.largest("space")];
  const varied = high.greater(low);
  return maskedFill(varied.where(x.sub(low).div(varied.where(high.sub(low), 1)), x));
}
