import { type Command, InvalidArgumentError, Option } from "commander";
import type { Augmentation } from "../../train/crops.js";
import { type CompileFlags, parsePositive, parseWholeNumber, withTask, withText } from "../flags.js";
import type { Invocation } from "../host.js";
import { type TrainingBackend, trainingBackends } from "../train/tensors.js";

/** The flags of `losslang train`. */
export interface TrainFlags extends CompileFlags {
  readonly expression?: string;
  readonly digits?: boolean;
  readonly images?: string;
  readonly masks?: string;
  readonly epochs: number;
  readonly train: number;
  readonly heldOut?: number;
  readonly batch: number;
  readonly crop?: number;
  readonly augment?: Augmentation;
  readonly size: number;
  readonly learningRate: number;
  readonly features: readonly number[];
  readonly seed: number;
  readonly backend?: TrainingBackend;
  readonly out?: string;
}

const examples = `
Examples:
  losslang train digits.loss --digits --out report.html
  losslang train vessels.loss --images images --masks masks --crop 128 --out report.html
  losslang train vessels.loss --images images --masks masks --epochs 30 --set late=epoch10
  losslang train -e "0.5*dice + 0.5*bce" --digits --epochs 3 --train 64

Images and masks are PNG, JPEG, TIFF, NIfTI or .npy files, paired by name (01.png with 01.png or 01_mask.png, 21_training.tif with
21_manual1.png). The task says what the values of masks mean; where it does not, one value besides 0 is the foreground, and several are
class numbers. Volumes are seen slice by slice. \`--augment flip\` mirrors crops left to right, \`dihedral\` also turns them by quarters.
Before training, a table says what the data was taken for. Some whole images are held out: the network is not trained on them, and is evaluated on them after each epoch.
Ctrl-C stops after the current step and still writes the report.`;

export function addTrain(program: Command, session: Invocation): void {
  const command = program.command("train [file]").description("train a small U-Net with a loss, and write a report");
  withTask(
    withText(command)
      .option("--digits", "train on handwritten digits on cluttered canvases")
      .option("--images <dir>", "folder of images")
      .option("--masks <dir>", "folder of masks; the same folder where names tell which is which")
      .option("--epochs <n>", "length of training", parseWholeNumber, 10)
      .option("--train <n>", "canvases to train on, or random crops per epoch", parseWholeNumber, 224)
      .option(
        "--held-out <n>",
        "images to evaluate on (default: 48 canvases, or a fifth of the folder)",
        parseWholeNumber,
      )
      .option("--batch <n>", "batch size", parseWholeNumber, 8)
      .option("--crop <n>", "side of random crops in pixels (default: 128, or what the images allow)", parseWholeNumber)
      .addOption(
        new Option(
          "--augment <how>",
          "what is done to crops at random (default: dihedral; none where labels name left and right, flip where rows and columns have different spacing)",
        ).choices(["none", "flip", "dihedral"]),
      )
      .option("--size <n>", "side of the digit canvases in pixels", parseWholeNumber, 64)
      .option(
        "--learning-rate <x>",
        "learning rate of Adam; it decays to a tenth at the end",
        parsePositive("0.003"),
        0.004,
      )
      .option("--features <list>", "channels of the U-Net from the finest resolution down", features, [8, 16, 32])
      .option("--seed <n>", "seed of data, order and initial weights", seed, 1)
      .addOption(
        new Option("--backend <name>", "TensorFlow.js backend (default: wasm where installed)").choices([
          ...trainingBackends,
        ]),
      )
      .option("--out <file>", "write a report: one self-contained HTML file"),
  )
    .addHelpText("after", examples)
    .action(async (file: string | undefined, flags: TrainFlags) => {
      const { runTraining } = await import("../train/run.js");
      await runTraining(file, flags, session);
    });
}

function seed(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(value) || value < 0)
    throw new InvalidArgumentError("It must be a whole number of at least 0.");
  return value;
}

function features(text: string): readonly number[] {
  const counts = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (counts.length > 8 || !counts.every((n) => Number.isSafeInteger(n) && n > 0 && n <= 4096))
    throw new InvalidArgumentError("It must be up to eight whole numbers of at least 1: 8,16,32.");
  return counts;
}
