import { type Expression, type Expressions, type Facts, unsupported } from "../case.js";
import { program, term, times } from "../text.js";
import { ignored } from "./torch.js";

const hingeTask = (c: Facts, ignore?: number) => ({
  exclusive: false,
  probabilities: false,
  ignore: dropped(c, ignore),
});
const dropped = (c: Facts, ignore: number | undefined) =>
  ignore === undefined || c.kept(ignore) === 1 ? undefined : ignore;

/** Several channels are one long list of pixels. */
const hingeTerm = (c: Facts, perImage: boolean) =>
  term("lovasz_hinge", { batch: !perImage, average: c.several ? "micro" : undefined });

const hinge: Expression = (c) =>
  program(c, hingeTerm(c, c.param("per_image", true)), hingeTask(c, c.optional<number>("ignore")));

const korniaHinge: Expression = (c) => program(c, hingeTerm(c, true), hingeTask(c));

/** A list of classes counts whether they are present or not. */
const softmaxTerm = (classes: "present" | "all" | readonly number[], perImage: boolean) =>
  typeof classes === "string"
    ? term("lovasz_softmax", { classes, batch: !perImage })
    : term("lovasz_softmax", { classes: "all", batch: !perImage }, classes);

const softmax: Expression = (c) => {
  const ignore = dropped(c, c.optional<number>("ignore"));
  const classes = c.param<"present" | "all" | readonly number[]>("classes", "present");
  if (!c.several && classes === "present" && c.masks(0).some((mask) => !mask.includes(1)))
    return unsupported("The only class is left out where it is absent, and any false positive costs nothing.");
  const text = softmaxTerm(classes, c.param("per_image", false));
  return program(c, text, { exclusive: c.several, probabilities: true, ignore });
};

/** All classes of the batch; a sum over them, or their mean. */
const odysseySoftmax: Expression = (c) => {
  const reduction = c.param("reduction", "mean");
  if (reduction === "none") return unsupported("A loss is a number; its parts are none.");
  const text = softmaxTerm("all", false);
  return program(c, times(reduction === "sum" ? c.classes : 1, text), { exclusive: c.several, probabilities: true });
};

const korniaSoftmax: Expression = () =>
  unsupported(
    "It sorts the map of class indices instead of each class's own mask, so for more than two classes it is another function than Berman's (introduced in kornia/kornia#1682).",
  );

const smpLovasz: Expression = (c) => {
  const ignore = ignored(c, "ignore_index", undefined);
  const perImage = c.param("per_image", false);
  if (c.param("mode", "binary") !== "multiclass") return program(c, hingeTerm(c, perImage), hingeTask(c, ignore));
  return program(c, softmaxTerm("present", perImage), { exclusive: true, probabilities: false, ignore });
};

const at = "bermanmaxim/LovaszSoftmax pytorch.lovasz_losses.";

export const lovasz: Expressions = {
  [`${at}lovasz_hinge`]: hinge,
  [`${at}lovasz_softmax`]: softmax,
  "JunMa11/SegLossOdyssey losses_pytorch.lovasz_loss.LovaszSoftmax": odysseySoftmax,
  "kornia/kornia losses.lovasz_hinge_loss": korniaHinge,
  "kornia/kornia losses.lovasz_softmax_loss": korniaSoftmax,
  "qubvel-org/segmentation_models.pytorch losses.LovaszLoss": smpLovasz,
};
