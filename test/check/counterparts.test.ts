import { describe, expect, it } from "vitest";
import { checkSource } from "../../src/check/check.js";
import { stdlib } from "../../stdlib/index.js";
import { recipes } from "../../stdlib/recipes.gen.js";

const seen = (text: string) => checkSource({ file: "t.loss", text }, { library: stdlib, recipes }).diagnostics;

describe("names of other libraries", () => {
  it.each([
    ["DiceLoss", "dice"],
    ["dice_loss", "dice"],
    ["CrossEntropyLoss", "ce"],
    ["BCEWithLogitsLoss", "bce"],
    ["FocalLoss", "focal"],
    ["TverskyLoss", "tversky"],
    ["JaccardLoss", "iou"],
    ["DiceCELoss", "dice_ce"],
    ["GeneralizedDiceLoss", "generalized_dice"],
    ["HausdorffDTLoss", "hd_dt"],
    ["binary_crossentropy", "bce"],
  ])("%s is called %s here", (name, here) => {
    const [only, ...more] = seen(`0.5*${name}`);
    expect(more).toEqual([]);
    expect(only).toMatchObject({ code: "L201", hint: `here it is called \`${here}\`` });
    expect(only!.fixes?.[0]?.edits[0]?.text).toBe(here);
  });

  it.each([
    ["ce(ignore_index=255)", "`task { ignore: 255 }`"],
    ["dice(include_background=false)", "`background=false`"],
    ["bce(from_logits=true)", "`task { prediction: logits }`"],
    ["bce(pos_weight=2)", "`positive_weight`"],
  ])("%s", (text, said) => {
    const [only, ...more] = seen(text);
    expect(more).toEqual([]);
    expect(only).toMatchObject({ code: "L205" });
    expect(only!.hint).toContain(said);
  });
});
