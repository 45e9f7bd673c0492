import { type BackendName, backendNames, backendRecord } from "../../../src/backends/catalog.js";
import type { Diagnostic } from "../../../src/index.js";
import type { PaintedScene } from "../paint/scene.js";

/** What crosses between the page and the worker that compiles and computes. Plain data, each question with one answer. */

/** Those that fuse first, and last the one that is slow and exact. */
export const orderedBackends: readonly BackendName[] = [...backendNames].sort((a, b) => rankOf(a) - rankOf(b));
export type ChosenBackend = BackendName;

function rankOf(name: BackendName): number {
  const { fused, precision } = backendRecord(name);
  return precision === "double" ? 2 : fused ? 0 : 1;
}

export interface Questions {
  /** Compiles a text; later questions are about it. */
  compile: { readonly source: string; readonly backend: ChosenBackend };
  /** Value, terms and gradients at a moment of the timeline. */
  evaluate: { readonly scene: PaintedScene; readonly time: number };
  /** How long a step takes: the median of some. */
  measure: { readonly scene: PaintedScene; readonly time: number };
  /** The graph of the step at a moment, before and after fusion. */
  explain: { readonly scene: PaintedScene; readonly time: number };
}

export interface Answers {
  compile: Compiled;
  evaluate: Evaluated;
  measure: StepTime;
  explain: Explained;
}

export type QuestionKind = keyof Questions;

export interface PreparedDevice {
  readonly asked: ChosenBackend;
  readonly used: ChosenBackend;
  /** What TensorFlow.js computes on. */
  readonly tensors: string;
  /** Why it is not the one that was asked for, in a sentence. */
  readonly notice?: string;
}

export interface Compiled {
  readonly device: PreparedDevice;
  /** In offsets of the text. */
  readonly problems: readonly Problem[];
  /** Absent when there are errors. */
  readonly schedule?: WeightSchedule;
  /** The length of training that was assumed, where the program needs one. */
  readonly training?: { readonly epochs: number; readonly stepsPerEpoch: number };
}

export type Problem = Pick<Diagnostic, "code" | "severity" | "title" | "message" | "hint" | "fixes"> & {
  readonly from: number;
  readonly to: number;
};

/** The weights of all terms over the time of training. */
export interface WeightSchedule {
  readonly unit: "epoch" | "step" | "%";
  readonly end: number;
  /** Where a phase begins or a fade ends, apart from 0. */
  readonly milestones: readonly number[];
  readonly terms: readonly ScheduledTerm[];
  /** The names of the classes or labels, where the program gives any. */
  readonly classes?: readonly string[];
  /** Those that can be painted: all labels, all classes but the first, which is the background. */
  readonly painted?: readonly string[];
}

export interface ScheduledTerm {
  readonly label: string;
  readonly loss: string;
  readonly summary: string;
  /** Between two points the weight moves in a straight line; two at one time are a jump. */
  readonly points: readonly { readonly time: number; readonly weight: number }[];
}

export interface Evaluated {
  readonly value: number;
  readonly terms: readonly EvaluatedTerm[];
  /** By the logits, `[height, width, channels]`. */
  readonly gradient: Float32Array;
  readonly channels: number;
  /** How a channel relates to the painted classes. */
  readonly activation: "sigmoid" | "softmax" | "sigmoids" | "none";
}

export interface EvaluatedTerm {
  /** Which term of the schedule. */
  readonly index: number;
  readonly weight: number;
  readonly value: number;
  /** Unweighted. */
  readonly gradient: Float32Array;
}

export interface StepTime {
  /** Milliseconds of the median step: value and gradient. */
  readonly median: number;
  readonly steps: number;
}

export interface Explained {
  readonly graph: DrawnGraph;
  readonly passes: readonly DrawnPass[];
  /** Whether the backend fuses. */
  readonly fused: boolean;
  /** Calls a step takes if every operation is one. */
  readonly operations: number;
  /** What those would move. */
  readonly unfusedBytes: number;
  readonly bytes: number;
  readonly flops?: number;
  readonly peak?: number;
}

export interface DrawnGraph {
  readonly nodes: readonly DrawnNode[];
  /** Pairs of indices: from an argument to what uses it. */
  readonly edges: readonly (readonly [number, number])[];
}

export interface DrawnNode {
  readonly op: string;
  /** The operation in a sign, for graphs too large for words. */
  readonly sign: string;
  /** What it works on: `batch · y · x · class`. */
  readonly axes: string;
  readonly kind: "input" | "constant" | "operation" | "routine";
  readonly root?: "total" | "term" | "gradient";
  /** Where it is computed: the index of a pass. */
  readonly pass?: number;
  /** Computed once per target. */
  readonly cached: boolean;
}

export interface DrawnPass {
  readonly kind: "pixels" | "table" | "external";
  readonly operations: readonly (readonly [string, number])[];
  readonly reads: number;
  readonly stores: number;
  readonly sums: number;
  readonly bytes: number;
  readonly flops: number;
  readonly why?: string;
  readonly after: readonly number[];
}

/** A question, and the answer or the sentence that says why there is none. */
export type ToWorker = {
  [K in QuestionKind]: { readonly id: number; readonly kind: K; readonly question: Questions[K] };
}[QuestionKind];
export type FromWorker = { readonly id: number } & (
  | { readonly answer: Answers[QuestionKind] }
  | { readonly failure: string }
);
