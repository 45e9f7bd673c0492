import { expect, it } from "vitest";
import { compile } from "../../src/index.js";

it.each([
  ["dice_ce", ["dice", "ce"]],
  ["dice_ce(ce_weight=0.5, label_smoothing=0.1)", ["dice", "ce"]],
  ["dice_focal", ["dice", "focal"]],
  ["dice_focal(gamma=3, focal_weight=10)", ["dice", "focal"]],
  ["dice_topk", ["dice", "topk_ce"]],
  ["dice_topk(k=25, topk_weight=0.5)", ["dice", "topk_ce"]],
  ["combo", ["focal", "dice"]],
  ["combo(alpha=0.7, beta=0.3, negative=true)", ["focal", "dice"]],
  ["tversky_ce", ["tversky", "ce"]],
  ["tversky_ce(beta=0.9, alpha=0.1)", ["tversky", "ce"]],
])("finds the recipe %s without a file", (source, terms) => {
  const loss = compile(source);
  expect(loss.program.terms.map((term) => term.loss)).toEqual(terms);
  loss.dispose();
});
