import type { Task } from "../../src/index.js";

/** A tensor as the files hold it; NaN and infinities are strings. */
export interface Stored {
  readonly shape: readonly number[];
  readonly data: readonly (number | string)[];
}

/** A value and a gradient computed by the code of a paper or a library. */
export interface OracleCase {
  readonly id: string;
  readonly loss: string;
  readonly source: { readonly repo: string; readonly function: string; readonly commit?: string };
  readonly params: Readonly<Record<string, unknown>>;
  readonly layout: string;
  readonly expects: string;
  readonly pred: Stored;
  /** None where the loss looks at the prediction alone. */
  readonly target: (Stored & { readonly encoding?: string }) | null;
  readonly extra?: Readonly<Record<string, unknown>> | null;
  readonly value: number | string;
  readonly grad?: readonly (number | string)[] | null;
  readonly check?: { readonly precision?: string; readonly value_float32?: number | string };
  readonly notes?: string;
}

/** Tensors of a batch beside prediction, target and mask. */
export interface Further {
  /** The heads in their order; `pred` is what the case takes its gradient by. */
  readonly heads?: Readonly<Record<string, Stored | "pred">>;
  readonly fields?: Readonly<Record<string, Stored>>;
}

export type Expressed =
  | {
      readonly source: string;
      readonly task: Task;
      /** How the official code takes the sides of the image, where it takes them to be other than they are. */
      readonly space?: readonly number[];
      readonly further?: Further;
    }
  | { readonly unsupported: string };

/** The program that says what one function of a library computes. */
export type Expression = (c: Facts) => Expressed;

/** Keyed by repository and function. */
export type Expressions = Readonly<Record<string, Expression>>;

export const unsupported = (reason: string): Expressed => ({ unsupported: reason });

export const numbers = (stored: Stored): number[] => stored.data.map(Number);

/** Tensors with one channel each as one with a channel for each of them. */
export const stacked = (...parts: readonly Stored[]): Stored => ({
  shape: parts[0]!.shape.with(-1, parts.length),
  data: parts[0]!.data.flatMap((_, i) => parts.map(({ data }) => data[i]!)),
});

/** What the program text of a case depends on beside its parameters. */
export class Facts {
  readonly case: OracleCase;
  readonly classes: number;
  readonly samples: number;
  /** Pixels of one sample. */
  readonly pixels: number;
  /** Nothing where there is none. */
  readonly target: Stored;
  readonly #target: readonly number[];

  constructor(c: OracleCase) {
    this.case = c;
    this.classes = c.pred.shape.at(-1)!;
    this.samples = c.pred.shape[0]!;
    this.pixels = c.pred.shape.slice(1, -1).reduce((a, b) => a * b, 1);
    this.target = c.target ?? { shape: [], data: [] };
    this.#target = numbers(this.target);
  }

  /** A parameter of the official function; its default where the case leaves it out. */
  param(name: string, otherwise: string): string;
  param(name: string, otherwise: boolean): boolean;
  param(name: string, otherwise: number): number;
  param<T>(name: string, otherwise: T): T;
  param<T>(name: string, otherwise: T): T {
    const given = this.case.params[name];
    return given === undefined ? otherwise : (given as T);
  }
  /** A parameter for which null means the same as leaving it out. */
  optional<T>(name: string): T | undefined {
    return (this.case.params[name] ?? undefined) as T | undefined;
  }
  /** A further tensor of the case. */
  extra(name: string): Stored {
    return this.case.extra?.[name] as Stored;
  }
  get probabilities(): boolean {
    return this.case.expects === "probabilities";
  }
  get several(): boolean {
    return this.classes > 1;
  }
  /** Whether the target has one integer a pixel. */
  get labelled(): boolean {
    return this.several && this.#target.length === this.samples * this.pixels;
  }
  /** Whether every pixel of the target belongs to exactly one class. */
  get exclusive(): boolean {
    if (this.labelled) return true;
    if (!this.several) return false;
    for (let i = 0; i < this.#target.length; i += this.classes) {
      const total = this.#target.slice(i, i + this.classes).reduce((a, b) => a + b, 0);
      if (Math.abs(total - 1) > 1e-3) return false;
    }
    return true;
  }
  /** Whether the target holds nothing but 0 and 1, or labels. */
  hard(ignore?: number): boolean {
    return this.labelled || this.#target.every((t) => t === 0 || t === 1 || t === ignore);
  }
  /** Share of the target's entries that an ignored value leaves. */
  kept(ignore: number | undefined): number {
    return ignore === undefined ? 1 : this.#target.filter((t) => t !== ignore).length / this.#target.length;
  }
  /** Target entries of one class, sample by sample. */
  masks(channel: number): readonly (readonly number[])[] {
    const of = (pixel: number) =>
      this.labelled ? Number(this.#target[pixel] === channel) : this.#target[pixel * this.classes + channel]!;
    return Array.from({ length: this.samples }, (_, n) =>
      Array.from({ length: this.pixels }, (_, i) => of(n * this.pixels + i)),
    );
  }
  /** Sum of the target over some classes. */
  labelledPixels(channels: readonly number[]): number {
    return channels.flatMap((c) => this.masks(c).flat()).reduce((a, b) => a + b, 0);
  }
}
