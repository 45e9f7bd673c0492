import type { Ease, TimeUnit, TriggerName } from "../../grammar/words.js";

export type { Ease, TimeUnit, TriggerName } from "../../grammar/words.js";

import type { FieldForm, PredictionView, View } from "../graph/views.js";
import type { Span } from "../text.js";
import type { SeenClasses } from "./classes.js";

/**
 * What a text means, as plain data: a step function from training time to a weighted sum of terms. Nothing here depends on tensors, and everything
 * can be printed as JSON.
 */
export interface Program {
  readonly task: ResolvedTask;
  /** Every distinct term of the program, in order of first appearance. */
  readonly terms: readonly ProgramTerm[];
  /** In order of time; the first begins at epoch 0. */
  readonly phases: readonly Phase[];
  /** Values of `param`s after the host's overrides. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly timing: Timing;
  /** What keeps a sound program from running: parts that are checked but not implemented. A compiler must refuse where this is present. */
  readonly blocked?: readonly Blocked[];
}

export interface Blocked {
  readonly code: string;
  /** A sentence. */
  readonly message: string;
  /** The first place that needs it. */
  readonly span: Span;
}

/** What the host said of the length of training; needed where units of time are mixed or `%` is used. */
export interface Timing {
  readonly epochs?: number;
  readonly stepsPerEpoch?: number;
}

/** What the data looks like. Everything left open is decided by the first tensors. */
export interface ResolvedTask {
  readonly prediction: "logits" | "probabilities";
  /** Names of classes or labels; absent: as many as the prediction has channels. */
  readonly classes?: readonly string[];
  /** `true`: one class a pixel (softmax). `false`: independent labels (sigmoid). Absent: by the channels, one → sigmoid, several → softmax. */
  readonly exclusive?: boolean;
  readonly space?: 2 | 3;
  readonly spacing?: readonly number[];
  readonly heads: readonly string[];
  readonly masks: readonly string[];
  readonly fields: readonly string[];
  readonly ignore?: number;
}

/** One loss with its arguments: the same loss with the same arguments is the same term wherever it stands. */
export interface ProgramTerm {
  /** Name of the declaration. */
  readonly loss: string;
  /** Unique in the program and short: `dice`, `cldice[vessel]`, `tversky(alpha=0.3)`. */
  readonly label: string;
  /** Validated arguments with defaults filled in. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The classes written behind it. Negation and names are resolved as far as the task allows. */
  readonly classes?: ClassSelection;
  /** The classes it sees, by that selection and by its loss: what is left out by `background=false` is left out here. */
  readonly sees: SeenClasses;
  /** What its loss's body receives, by the names of the loss's inputs. Without those whose parameter was left out. */
  readonly inputs: Readonly<Record<string, TermInput>>;
  /** The head it stands on; absent: the batch decides. */
  readonly head?: string;
  readonly mask?: string;
  /** Where it was first written. */
  readonly span: Span;
}

/** What a term reads for one input of its loss. */
export type TermInput =
  /** Of the head it stands on, or of the target. */
  | { readonly kind: "view"; readonly view: View }
  /** Of a further head, which an argument names. `channels`: axes of space, one, or (absent) one or a channel for each class. */
  | {
      readonly kind: "head";
      readonly name: string;
      readonly view: PredictionView;
      readonly channels?: "space" | "one";
    }
  /** A further tensor of the batch, which an argument names. */
  | { readonly kind: "field"; readonly name: string; readonly form: FieldForm };

/** Class indices; with `negated`, all but those (the number of classes was not yet known). */
export interface ClassSelection {
  readonly negated: boolean;
  readonly indices: readonly number[];
}

export interface Phase {
  readonly from: Moment | Trigger;
  /** Terms with a weight that is not 0 at all times of this phase. */
  readonly weights: readonly { readonly term: number; readonly weight: Weight }[];
}

export interface Moment {
  readonly unit: TimeUnit;
  readonly value: number;
}

/** A moment that the metrics decide. */
export interface Trigger {
  readonly trigger: TriggerName;
  readonly metric: string;
  readonly options: Readonly<Record<string, number>>;
}

/** A number that may move with time. */
export type Weight =
  | { readonly kind: "constant"; readonly value: number }
  | {
      readonly kind: "ramp";
      readonly from: number;
      readonly to: number;
      readonly start: Moment;
      readonly end: Moment;
      readonly ease: Ease;
    }
  | { readonly kind: "sum"; readonly of: readonly Weight[] }
  | { readonly kind: "product"; readonly of: readonly Weight[] };
