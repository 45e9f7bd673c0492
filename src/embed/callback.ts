import * as tf from "@tensorflow/tfjs";
import { z } from "zod";
import { described, isRecord, knownNames } from "../given.js";
import { NonFiniteError } from "../run/errors.js";
import type { Session } from "../schedule/session.js";
import { EpochLogs } from "./epoch-logs.js";
import type { Notices } from "./notices.js";
import type { TermLog } from "./term-log.js";

export interface CallbackOptions {
  /** Begin the schedule anew, whatever the state says. Default: it goes on where the state says. */
  readonly restart?: boolean;
}

const optionsSchema = z.strictObject({ restart: z.boolean().optional() });

/** Logs of TensorFlow.js: numbers by name, though its types say more. */
type Logs = Record<string, number>;

/** What a callback works on. */
export interface Fit {
  readonly session: Session;
  readonly log: TermLog;
  readonly notices: Notices;
  /** The value with the weights of the end of training, if all that it needs is among these values of terms. */
  reference(values: ReadonlyMap<string, number>): number | undefined;
}

/**
 * A callback for `model.fit` and `model.fitDataset`, alone or in a list with others. It is a `tf.CustomCallback`, as TensorFlow.js takes a list for one of plain objects
 * if the first is no callback of its own, and its methods are bound, so that it may also stand in a list of plain objects.
 */
class LossCallback extends tf.CustomCallback {
  readonly #setModel: (model: tf.LayersModel) => void;

  constructor(args: tf.CustomCallbackArgs, setModel: (model: tf.LayersModel) => void) {
    super(args);
    this.#setModel = setModel;
    this.onTrainBegin = this.onTrainBegin.bind(this);
    this.onTrainEnd = this.onTrainEnd.bind(this);
    this.onEpochBegin = this.onEpochBegin.bind(this);
    this.onEpochEnd = this.onEpochEnd.bind(this);
    this.onBatchBegin = this.onBatchBegin.bind(this);
    this.onBatchEnd = this.onBatchEnd.bind(this);
  }

  override setModel(model: unknown): void {
    this.#setModel(model as tf.LayersModel);
  }
}

/**
 * The clock follows the epochs and steps, metrics reach the session, and the logs of each batch and (as means over its samples) of each epoch hold the value of every live
 * term under its label. After a validation they also hold `val_reference` and, as `val_` and its label, the value of each term.
 *
 * @throws {TypeError} at options that are not known.
 */
export function callback({ session, log, notices, reference }: Fit, given?: CallbackOptions): tf.CustomCallback {
  const { restart = false } = readOptions(given);
  let model: tf.LayersModel | undefined;
  let logs = new EpochLogs();
  /** What is added to the epochs of the fit; unknown until its first. */
  let shift: number | undefined;
  return new LossCallback(
    {
      onTrainBegin: () => {
        log.start();
        logs = new EpochLogs();
        shift = undefined;
        if (restart) session.restart();
      },
      onEpochBegin: (epoch) => {
        shift ??= epoch === 0 ? session.nextEpoch : 0;
        if (shift > 0 && session.movesInTime)
          notices.once(
            `losslang: \`fit\` begins at epoch 0, but the program has been trained up to epoch ${shift} and goes on from there. Give \`initialEpoch: ${shift}\` (and \`epochs\`, counted from 0) to say so, or \`loss.callback({ restart: true })\` to begin the schedule anew.`,
            "continues",
          );
        session.beginEpoch(epoch + shift);
        logs.beginEpoch();
      },
      onBatchBegin: () => log.beginStep(),
      onBatchEnd: async (batch, batchLogs) => {
        const values = await log.takeStep();
        session.endStep();
        const samples = (batchLogs as Logs | undefined)?.size ?? 1;
        for (const [label, value] of values) {
          if (!Number.isFinite(value)) {
            log.close();
            throw new NonFiniteError(
              `\`${label}\` came out as ${value} in step ${batch} of epoch ${session.clock.epoch}.`,
            );
          }
          logs.addStep(label, value, samples);
          if (batchLogs) (batchLogs as Logs)[label] = value;
        }
      },
      onEpochEnd: async (_, epochLogs) => {
        const validation = await log.takeValidation();
        const found = logs.endEpoch(validation, validation.size ? reference(validation) : undefined);
        if (epochLogs) Object.assign(epochLogs, found);
        session.report({ ...numbersOf((epochLogs ?? {}) as Logs), ...found });
        session.endEpoch();
      },
      onTrainEnd: () => {
        log.close();
        if (model?.history) logs.align(model.history as tf.History);
      },
    },
    (fitted) => {
      model = fitted;
    },
  );
}

function readOptions(given: unknown): CallbackOptions {
  if (given === undefined) return {};
  const issue = optionsSchema.safeParse(given).error?.issues[0];
  if (!issue && isRecord(given)) return given;
  if (issue?.code === "unrecognized_keys")
    throw new TypeError(
      `The option \`${issue.keys[0]}\` of \`callback\` is not known: ${knownNames(issue.keys[0]!, ["restart"], "it takes")}.`,
    );
  throw new TypeError(
    `\`callback\` was given ${described(isRecord(given) ? given.restart : given)}: give \`{ restart: true }\` or nothing.`,
  );
}

const numbersOf = (logs: Logs): Logs =>
  Object.fromEntries(Object.entries(logs).filter(([, value]) => typeof value === "number"));
