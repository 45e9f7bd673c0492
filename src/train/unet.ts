import * as tf from "@tensorflow/tfjs";
import { random } from "../random.js";

export interface UnetOptions {
  /** Channels of the image: 1 for grey, 3 for colour. */
  readonly channels: number;
  /** Channels of the logits: 1 for a binary mask, else one per class. */
  readonly classes: number;
  /** Channels of each resolution, from the finest; the image is halved between them. Default `[8, 16, 32]`. */
  readonly features?: readonly number[];
  /** Fixed size in pixels; left out, any multiple of `2^(features.length − 1)` will do. */
  readonly height?: number;
  readonly width?: number;
  /** Seed of the initial weights. Default 1. */
  readonly seed?: number;
}

/** Variance 2 per input. TensorFlow.js draws normal numbers cut off at two deviations, whose variance is 0.774, and does not make up for it. */
const HE_SCALE = 2 / 0.87962566 ** 2;

/**
 * A small U-Net: per resolution two 3×3 convolutions with ReLU (leaky before the logits), max-pooling down, nearest up-sampling and concatenation up, a 1×1 convolution to logits.
 *
 * Takes images `[batch, height, width, channels]` and gives logits `[batch, height, width, classes]`. Height and width must be multiples of the
 * network's `stride`. Weights are He-initialised from the seed (He et al., ICCV 2015, arXiv:1502.01852), biases zero, so equal options give equal networks.
 * There is no normalisation inside: batches are small, and the network then computes the same thing in training and in use. Give it `standardised` images
 * instead; with images in 0..1 it can stay at "all background" for a hundred steps.
 *
 * After Ronneberger, Fischer, Brox. U-Net. MICCAI 2015. arXiv:1505.04597.
 *
 * @throws {RangeError} if a count is not a positive integer or a fixed size is not a multiple of the stride.
 */
export function unet(options: UnetOptions): tf.LayersModel {
  const { channels, classes, features = [8, 16, 32], height = null, width = null, seed = 1 } = options;
  requirePositive({ channels, classes, "number of resolutions": features.length });
  for (const count of features) requirePositive({ "number of features": count });
  const stride = unetStride(features);
  for (const [name, size] of Object.entries({ height, width })) {
    if (size !== null && (size <= 0 || size % stride !== 0)) {
      throw new RangeError(
        `${name} ${size} is not a multiple of ${stride}, which this U-Net needs: it halves images ${features.length - 1} times`,
      );
    }
  }

  const seeds = random(seed);
  const convolution = (filters: number, kernelSize: number, activation: "relu" | "linear", name: string) =>
    tf.layers.conv2d({
      name,
      filters,
      kernelSize,
      activation,
      padding: "same",
      kernelInitializer: tf.initializers.varianceScaling({
        scale: HE_SCALE,
        mode: "fanIn",
        distribution: "normal",
        seed: seeds.below(2 ** 31),
      }),
    });
  const block = (x: tf.SymbolicTensor, filters: number, name: string, last: "relu" | "linear" = "relu") => {
    const once = convolution(filters, 3, "relu", `${name}_1`).apply(x) as tf.SymbolicTensor;
    return convolution(filters, 3, last, `${name}_2`).apply(once) as tf.SymbolicTensor;
  };

  const image = tf.input({ shape: [height, width, channels], name: "image" });
  let x: tf.SymbolicTensor = image;
  const skips: tf.SymbolicTensor[] = [];
  features.forEach((filters, level) => {
    if (level > 0)
      x = tf.layers.maxPooling2d({ poolSize: 2, strides: 2, name: `down${level}` }).apply(x) as tf.SymbolicTensor;
    x = block(x, filters, `encode${level}`);
    skips.push(x);
  });
  for (let level = features.length - 2; level >= 0; level--) {
    const larger = tf.layers.upSampling2d({ size: [2, 2], name: `up${level}` }).apply(x) as tf.SymbolicTensor;
    const joined = tf.layers.concatenate({ name: `join${level}` }).apply([skips[level]!, larger]) as tf.SymbolicTensor;
    x = block(joined, features[level]!, `decode${level}`, level === 0 ? "linear" : "relu");
  }
  // Where every feature of a ReLU is 0 the logits would be the bias, and no pixel could be surer than that.
  if (features.length > 1) x = tf.layers.leakyReLU({ alpha: 0.2, name: "leak" }).apply(x) as tf.SymbolicTensor;
  const logits = convolution(classes, 1, "linear", "logits").apply(x) as tf.SymbolicTensor;
  return tf.model({ inputs: image, outputs: logits, name: "unet" });
}

/** The number that height and width of an image must be multiples of. */
export const unetStride = (features: readonly number[]): number => 2 ** (features.length - 1);

function requirePositive(counts: Record<string, number>): void {
  for (const [name, count] of Object.entries(counts)) {
    if (!Number.isInteger(count) || count < 1)
      throw new RangeError(`${name} must be a positive whole number, not ${count}`);
  }
}
