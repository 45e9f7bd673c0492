import { type Expression, type Expressions, type Facts, unsupported } from "../case.js";
import { listed, program, term, times } from "../text.js";

/** torch ignores −100 unless told otherwise; a target without it needs no word about it. */
export const ignored = (c: Facts, name = "ignore_index", otherwise: number | undefined = -100): number | undefined => {
  const value = c.param<number | null | undefined>(name, otherwise) ?? undefined;
  return value === undefined || c.kept(value) === 1 ? undefined : value;
};

/** `torch.nn.functional.cross_entropy`: a weighted mean for labels, a plain one for soft targets. */
export const crossEntropy: Expression = (c) => {
  if (!c.several) return unsupported("A softmax over one channel is always 1, so this is 0 whatever the prediction.");
  const reduction = c.param("reduction", "mean");
  if (reduction === "none") return unsupported("A loss is a number; the map of its pixels is none.");
  const ignore = c.labelled ? ignored(c) : undefined;
  if (c.kept(ignore) === 0)
    return unsupported("torch divides 0 by 0 where every pixel is ignored; here the loss is 0.");
  const weights = listed(c.optional<readonly number[]>("weight"), c.classes);
  const byWeights = c.labelled && reduction === "mean";
  const text = term("ce", {
    weights,
    weighting: byWeights || (!weights && c.labelled) ? undefined : "multiply",
    label_smoothing: c.param("label_smoothing", 0) || undefined,
  });
  const count = reduction === "sum" ? c.samples * c.pixels * c.kept(ignore) : 1;
  return program(c, times(count, text), { exclusive: true, probabilities: false, ignore });
};

const binaryCrossEntropy: Expression = (c) => {
  const reduction = c.param("reduction", "mean");
  if (reduction === "none") return unsupported("A loss is a number; the map of its pixels is none.");
  if (Array.isArray(c.case.params.weight))
    return unsupported("A weight for each element is a mask, and ours are 0 or 1.");
  const positive = c.optional<number | readonly number[]>("pos_weight");
  const text = term("bce", { positive_weight: positive });
  const count = reduction === "sum" ? c.samples * c.pixels * c.classes : 1;
  return program(c, times(count * (c.optional<number>("weight") ?? 1), text), {
    exclusive: false,
    probabilities: false,
  });
};

const at = "pytorch/pytorch torch.nn.functional.";

export const torch: Expressions = {
  [`${at}cross_entropy`]: crossEntropy,
  [`${at}cross_entropy(soft target)`]: crossEntropy,
  [`${at}binary_cross_entropy_with_logits`]: binaryCrossEntropy,
};
