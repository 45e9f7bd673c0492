import { type Expression, type Expressions, type Facts, unsupported } from "../case.js";
import { program, term } from "../text.js";
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

const smpLovasz: Expression = (c) => {
  const ignore = ignored(c, "ignore_index", undefined);
  const perImage = c.param("per_image", false);
  if (c.param("mode", "binary") !== "multiclass") return program(c, hingeTerm(c, perImage), hingeTask(c, ignore));
  return unsupported("`lovasz_softmax` is not in the library yet.");
};

const at = "bermanmaxim/LovaszSoftmax pytorch.lovasz_losses.";

export const lovasz: Expressions = {
  [`${at}lovasz_hinge`]: hinge,
  "kornia/kornia losses.lovasz_hinge_loss": korniaHinge,
  "qubvel-org/segmentation_models.pytorch losses.LovaszLoss": smpLovasz,
};
