import * as tf from "@tensorflow/tfjs";

/** A convolution the training kernels do not cover; the message says which and what to use instead. */
export class TrainingKernelError extends Error {
  override readonly name = "TrainingKernelError";
}

type Shape4 = [number, number, number, number];

interface ConvolutionAttributes {
  readonly strides: [number, number] | number;
  readonly pad: "valid" | "same" | number | tf.backend_util.ExplicitPadding;
  readonly dataFormat?: "NHWC" | "NCHW";
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

const WASM = "wasm";
const installed = new WeakSet<tf.KernelFunc>();

/**
 * Make convolutions trainable on TensorFlow.js's wasm backend, which computes them forwards only.
 *
 * Registers `Conv2DBackpropFilter`, which the backend lacks, and replaces `Conv2DBackpropInput`, which it computes without SIMD. Both become forward
 * convolutions of the backend itself: any stride and padding, channels last. Calling it again changes nothing. Import the backend
 * (`@tensorflow/tfjs-backend-wasm`) first; whether it has been initialised already does not matter.
 *
 * @throws {TrainingKernelError} if the wasm backend has not been imported.
 */
export function registerWasmTrainingKernels(): void {
  const original = tf.getKernel("Conv2DBackpropInput", WASM);
  if (!original || !tf.getKernel("Conv2D", WASM)) {
    throw new TrainingKernelError(
      'the wasm backend is not loaded: import "@tensorflow/tfjs-backend-wasm" before registering its training kernels',
    );
  }
  if (installed.has(original.kernelFunc)) return;
  // What stays on the backend's own kernel needs that kernel's set-up, whichever of the two is registered when the backend starts.
  const kernelFunc = inputGradient(original.kernelFunc);
  installed.add(kernelFunc);
  tf.unregisterKernel("Conv2DBackpropInput", WASM);
  tf.registerKernel({ ...original, kernelFunc });
  if (tf.getKernel("Conv2DBackpropFilter", WASM)) tf.unregisterKernel("Conv2DBackpropFilter", WASM);
  tf.registerKernel({ kernelName: "Conv2DBackpropFilter", backendName: WASM, kernelFunc: filterGradient });
}

/** Runs kernels of the wasm backend and frees their results, except the one that is returned. */
class Scratch {
  readonly #backend: tf.KernelBackend;
  readonly #temporaries: tf.TensorInfo[] = [];

  constructor(backend: object) {
    this.#backend = backend as tf.KernelBackend;
  }

  run(kernelName: string, inputs: tf.NamedTensorInfoMap, attrs: object): tf.TensorInfo {
    const kernel = tf.getKernel(kernelName, WASM);
    if (!kernel) throw new TrainingKernelError(`the wasm backend has no ${kernelName} kernel, which training needs`);
    const result = kernel.kernelFunc({ inputs, attrs: attrs as tf.NamedAttrMap, backend: this.#backend });
    const tensor = Array.isArray(result) ? result[0]! : result;
    this.#temporaries.push(tensor);
    return tensor;
  }

  transpose(x: tf.TensorInfo, perm: readonly number[]): tf.TensorInfo {
    return this.run("Transpose", { x }, { perm: [...perm] });
  }

  convolve(
    x: tf.TensorInfo,
    filter: tf.TensorInfo,
    padding: readonly [top: number, bottom: number, left: number, right: number],
    dilations: readonly [number, number],
  ): tf.TensorInfo {
    const [top, bottom, left, right] = padding;
    return this.run(
      "Conv2D",
      { x, filter },
      {
        strides: [1, 1],
        dilations: [...dilations],
        pad: [
          [0, 0],
          [top, bottom],
          [left, right],
          [0, 0],
        ],
        dataFormat: "NHWC",
      },
    );
  }

  keepOnly(result: tf.TensorInfo): tf.TensorInfo {
    for (const tensor of this.#temporaries) if (tensor !== result) this.#backend.disposeData(tensor.dataId);
    return result;
  }
}

/**
 * dL/dF[i,j,c,k] = Σ x[n, s·y+i, s·x+j, c] · dy[n,y,x,k]: the input convolved with the output's gradient, channels and batch exchanged, and the stride
 * turned into a dilation.
 */
const filterGradient: tf.KernelFunc = ({ inputs, attrs, backend }) => {
  const { x, dy } = inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
  const filterShape = (attrs as unknown as { filterShape: Shape4 }).filterShape;
  const conv = describe("Conv2DBackpropFilter", x.shape as Shape4, filterShape, attrs);
  const { top, bottom, left, right } = conv.padInfo;
  const scratch = new Scratch(backend as object);
  const gradient = scratch.convolve(
    scratch.transpose(x, [3, 1, 2, 0]),
    scratch.transpose(dy, [1, 2, 0, 3]),
    [top, bottom, left, right],
    [conv.strideHeight, conv.strideWidth],
  );
  // A stride that does not divide the input leaves rows and columns at the far border that no filter position ever reached.
  const [inChannels, height, width, outChannels] = gradient.shape as Shape4;
  const [filterHeight, filterWidth] = filterShape;
  const size = [inChannels, filterHeight, filterWidth, outChannels];
  const exact = height === filterHeight && width === filterWidth;
  const reached = exact ? gradient : scratch.run("Slice", { x: gradient }, { begin: [0, 0, 0, 0], size });
  return scratch.keepOnly(scratch.transpose(reached, [1, 2, 0, 3]));
};

/** dL/dx is the output's gradient convolved with the filter turned by 180°, input and output channels exchanged. */
const inputGradient =
  (original: tf.KernelFunc): tf.KernelFunc =>
  (call) => {
    const { inputs, attrs, backend } = call;
    const { dy, filter } = inputs as { dy: tf.TensorInfo; filter: tf.TensorInfo };
    const inputShape = (attrs as unknown as { inputShape: Shape4 }).inputShape;
    const conv = describe("Conv2DBackpropInput", inputShape, filter.shape as Shape4, attrs);
    const top = conv.filterHeight - 1 - conv.padInfo.top;
    const left = conv.filterWidth - 1 - conv.padInfo.left;
    const bottom = conv.inHeight - conv.outHeight + conv.filterHeight - 1 - top;
    const right = conv.inWidth - conv.outWidth + conv.filterWidth - 1 - left;
    // Strides would need zeros between the gradient's pixels, padding wider than the filter a negative padding here.
    const strided = conv.strideHeight !== 1 || conv.strideWidth !== 1;
    if (strided || Math.min(top, bottom, left, right) < 0) return original(call);
    const scratch = new Scratch(backend as object);
    const turned = scratch.run("Reverse", { x: filter }, { dims: [0, 1] });
    return scratch.keepOnly(
      scratch.convolve(dy, scratch.transpose(turned, [0, 1, 3, 2]), [top, bottom, left, right], [1, 1]),
    );
  };

function describe(kernel: string, input: Shape4, filter: Shape4, attrs: tf.NamedAttrMap | undefined) {
  const { strides, pad, dataFormat, dimRoundingMode } = attrs as unknown as ConvolutionAttributes;
  if (dataFormat === "NCHW") {
    throw new TrainingKernelError(
      `${kernel} on wasm takes channels last only: build the layer with dataFormat "channelsLast" and transpose the input to [batch, height, width, channel]`,
    );
  }
  return tf.backend_util.computeConv2DInfo(input, filter, strides, 1, pad, dimRoundingMode);
}
