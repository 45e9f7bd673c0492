import type { Graph } from "./graph.js";
import { type InputRef, inputAttributes } from "./inputs.js";
import { type Axis, spaceAxes } from "./ops/axes.js";
import { Expr, from, type Scope } from "./trace.js";

/** What the first tensors settle: everything a graph depends on that the program left open. */
export interface Layout {
  readonly rank: 2 | 3;
  /** Channels of the prediction. */
  readonly classes: number;
  /** Softmax over the classes, or a sigmoid for each. */
  readonly exclusive: boolean;
  readonly prediction: "logits" | "probabilities";
  /** `onehot`: a channel per class, also a binary mask of one class. `labels`: one integer a pixel. */
  readonly target: "onehot" | "labels";
  /** The head that a term sees which names none; absent where the prediction has no name. */
  readonly head?: string;
  /** Heads whose channels are not the classes, with the number of their channels. */
  readonly heads?: Readonly<Record<string, number>>;
  /** Heads that hold the vertices of contours, `[batch, points, 2]`; a prediction without a name is `""`. */
  readonly contours?: readonly string[];
  /** Further tensors that are constants, with the forms their shapes allow. */
  readonly fields?: Readonly<Record<string, readonly FittedForm[]>>;
  readonly ignore?: number;
}

/**
 * What a loss may ask to see. Of the prediction: `values` is what the network gives, whatever it means (a level set, say); the others are what it means as a
 * segmentation. Of the target: `onehot` and `labels` are masks, `foreground` is one mask of all classes the term sees (of all but the background, where it selects
 * none), `field` is what the host gives, any number (a distance, say).
 */
export type View = PredictionView | "onehot" | "labels" | "foreground" | "field";

/** What may be seen of a prediction. */
export type PredictionView = "logits" | "probabilities" | "log_probabilities" | "log_complement" | "values";

/**
 * What a further tensor looks like. `image`: a number per pixel, `[batch, …space]`, or one for each class. `vectors`: one per pixel, `[batch, …space, axes]`, in
 * array order. `points`: a list of positions, `[batch, points, axes]`, in pixels and array order.
 */
export type FieldForm = "image" | "vectors" | "points";

/** The same, with the two kinds of image told apart. */
export type FittedForm = FieldForm | "classes";

/** The axis of a head's channels: that of the classes, or one of its own. */
export const channelAxis = ({ heads }: Layout, head?: string): Axis =>
  head !== undefined && heads?.[head] !== undefined ? `class:${head}` : "class";

/** The axis along which the vertices lie that a head predicts. */
export const verticesAxis = (head: string | undefined): Axis => (head ? `item:vertices:${head}` : "item:vertices");

/** The axis along which vectors and positions have one number for each axis of space. */
export const vectorAxis: Axis = "class:axes";

/** The axes of a further tensor in one of its forms. */
export function fieldAxes(name: string, form: FittedForm, rank: 2 | 3): readonly Axis[] {
  const pixels = ["batch", ...spaceAxes(rank)];
  switch (form) {
    case "image":
      return pixels;
    case "classes":
      return [...pixels, "class"];
    case "vectors":
      return [...pixels, vectorAxis];
    case "points":
      return ["batch", `item:${name}`, vectorAxis];
  }
}

/** Which part of the batch a term looks at. */
export interface Sight {
  readonly head?: string;
  readonly mask?: string;
  /** Indices of the classes it sees, when not all. */
  readonly classes?: readonly number[];
}

/** Probabilities given by the host are kept this far from 0 and 1 before a logarithm is taken. */
const margin = 1e-7;

/**
 * The views of one term: prediction and target converted once, whatever number of losses ask for them (interning shares them), restricted to the classes
 * the term sees *after* the activation over all of them, and 0 where a pixel does not count.
 */
export function views(
  graph: Graph,
  layout: Layout,
  sight: Sight,
): {
  readonly scope: Scope;
  /** Of a further head, or of the term's own; `whole` keeps all its channels, whatever classes the term is restricted to. */
  readonly see: (view: View, head?: string, whole?: boolean) => Expr;
  readonly given: (name: string, form: FieldForm) => Expr;
} {
  const space = spaceAxes(layout.rank);
  const bare: Scope = { graph, space };
  const input = (ref: InputRef, axes: readonly Axis[]) =>
    new Expr(bare, graph.node("input", [], inputAttributes(ref, axes)));
  const pixels = ["batch", ...space];
  const predicted = (head: string | undefined) =>
    input(
      { kind: "prediction", ...(head !== undefined && { head }) },
      layout.contours?.includes(head ?? "")
        ? ["batch", verticesAxis(head), vectorAxis]
        : [...pixels, channelAxis(layout, head)],
    );
  const target = input({ kind: "target" }, layout.target === "onehot" ? [...pixels, "class"] : pixels);

  const parts = [
    ...(sight.mask === undefined ? [] : [input({ kind: "mask", name: sight.mask }, pixels)]),
    ...(layout.ignore === undefined ? [] : [counted(target, layout, layout.ignore)]),
  ];
  const restrict = (x: Expr) => (sight.classes && x.axes.includes("class") ? x.take("class", sight.classes) : x);
  const valid = parts.length ? restrict(parts.reduce((a, b) => a.mul(b))) : undefined;
  const scope: Scope = valid ? { ...bare, valid: valid.node } : bare;
  const inScope = (x: Expr) => new Expr(scope, x.node);
  const maskedOut = (x: Expr) => (valid ? valid.where(x, 0) : x);

  const see = (view: View, head = sight.head ?? layout.head, whole = false): Expr => {
    const prediction = predicted(head);
    switch (view) {
      case "probabilities":
        return inScope(maskedOut(restrict(probabilities(prediction, layout))));
      case "onehot":
        return inScope(maskedOut(restrict(onehot(target, layout))));
      case "labels":
        return inScope(labels(target, layout));
      case "foreground":
        return inScope(foreground(target, layout, sight.classes));
      case "field":
        return inScope(restrict(input({ kind: "field" }, target.axes)));
      case "values":
        return inScope(whole ? prediction : restrict(alone(prediction, layout, head)));
      case "logits":
        return inScope(restrict(logits(prediction, layout)));
      case "log_probabilities":
        return inScope(restrict(logProbabilities(prediction, layout)));
      case "log_complement":
        return inScope(restrict(logComplement(prediction, layout)));
    }
  };
  const given = (name: string, form: FieldForm): Expr => {
    const fitted = layout.fields?.[name]?.includes(form) === false && form === "image" ? "classes" : form;
    return inScope(restrict(input({ kind: "given", name, form: fitted }, fieldAxes(name, fitted, layout.rank))));
  };
  return { scope, see, given };
}

/** A head with one channel beside several classes has one number for all of them. */
const alone = (prediction: Expr, { heads }: Layout, head: string | undefined): Expr =>
  head !== undefined && heads?.[head] === 1 ? prediction.sumOver([`class:${head}`]) : prediction;

/** Whether the label that is ignored is one of the classes: then a one-hot target has a channel for it. */
export const ignoresClass = ({ ignore, classes }: Pick<Layout, "ignore" | "classes">): boolean =>
  ignore !== undefined && Number.isInteger(ignore) && ignore >= 0 && ignore < classes;

/**
 * 1 where the target's label counts. A pixel with exclusive classes counts as a whole: its label is the class it is one-hot of, and where it is of none, or holds the
 * number itself, the label is one beyond the classes.
 */
function counted(target: Expr, layout: Layout, ignore: number): Expr {
  const kept = target.equal(ignore).not();
  if (layout.target === "labels" || !layout.exclusive) return kept;
  if (ignoresClass(layout)) return target.take("class", [ignore]).sum("class").greater(0.5).not();
  return kept.smallest("class").mul(target.sum("class").greater(0.5));
}

const activation = (x: Expr, exclusive: boolean) => (exclusive ? x.softmax("class") : x.sigmoid());

const probabilities = (x: Expr, layout: Layout) =>
  layout.prediction === "probabilities" ? x : activation(x, layout.exclusive);

const logits = (x: Expr, layout: Layout) => {
  if (layout.prediction === "logits") return x;
  return x
    .clamp(margin, 1 - margin)
    .log()
    .sub(complement(x).log());
};

const logProbabilities = (x: Expr, layout: Layout) => {
  if (layout.prediction === "probabilities") return x.clamp(margin, 1 - margin).log();
  return layout.exclusive ? x.logSoftmax("class") : x.neg().softplus().neg();
};

/** log(1 − p), from the logits where there are any. */
const logComplement = (x: Expr, layout: Layout) => {
  if (layout.prediction === "probabilities") return complement(x).log();
  return layout.exclusive ? x.logSoftmaxComplement("class") : x.softplus().neg();
};

/** 1 − p, kept off 0 after the subtraction: in single precision the number nearest to 1 − 1e-7 is a fifth of that further away. */
const complement = (p: Expr) =>
  from(1)
    .sub(p)
    .clamp(margin, 1 - margin);

const indices = (x: Expr, classes: number) =>
  x.make("vector", [], { axis: "class", values: Array.from({ length: classes }, (_, c) => c) });

const onehot = (target: Expr, layout: Layout) =>
  layout.target === "onehot" ? target : target.equal(indices(target, layout.classes));

/** The label of a pixel; of one class alone, whether the pixel belongs to it. */
const labels = (target: Expr, layout: Layout) => {
  if (layout.target === "labels") return target;
  return (layout.classes === 1 ? target : target.mul(indices(target, layout.classes))).sumOver(["class"]);
};

/** One mask of some classes; of all but the background, if they are not told. */
const foreground = (target: Expr, layout: Layout, classes: readonly number[] | undefined) => {
  const chosen = classes && onehot(target, layout).take("class", classes);
  return (chosen ? chosen.sum("class") : labels(target, layout)).min(1);
};
