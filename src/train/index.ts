/** Training a small network under a program: data, network, loop and scores. Each part can be used without the others. */

export { type Case, DataError } from "../data/case.js";
export type { FolderEntry } from "../data/files.js";
export { type Folder, readFolder } from "../data/folder.js";
export type { Labelling, LabelRow, LabelTask } from "../data/labels.js";
export { type Random, random } from "../random.js";
export { type AlignOptions, alignLabels, maskEdges } from "./align-labels.js";
export {
  type Batches,
  type Crops,
  casesOf,
  crops,
  prepared,
  preparedTogether,
  stacked,
  type WholeImages,
  wholeImages,
} from "./batches.js";
export { type Augmentation, type CropOptions, holdOut, paddedToMultiple, randomCrops } from "./crops.js";
export { type DigitCanvasOptions, digitCanvases } from "./digits.js";
export { type EvaluateOptions, type Evaluation, evaluate, type TermValue } from "./evaluate.js";
export { type Example, examplesOf } from "./examples.js";
export { type ExtremePointOptions, extremeHeatmap, extremePoints, type Point } from "./extreme-points.js";
export { DivergenceError, type EpochRecord, type StepRecord, type Training, type TrainOptions, train } from "./loop.js";
export { bettiError, clDice, diceCoefficient as dice, meanScores, type Scores } from "./metrics.js";
export { type Digit, installedDigits, mnistDigits, splitDigits } from "./mnist.js";
export { channelsFor, type Network } from "./network.js";
export type { Samples } from "./samples.js";
export { type Channels, scoresOf } from "./scores.js";
export { standardised } from "./standardise.js";
export { type UnetOptions, unet, unetStride } from "./unet.js";
export { registerWasmTrainingKernels, TrainingKernelError } from "./wasm-kernels.js";
