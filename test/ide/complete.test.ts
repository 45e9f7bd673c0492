import { describe, expect, it } from "vitest";
import { complete } from "../../src/ide/complete/complete.js";
import { triggerWords } from "../../src/language/index.js";
import { analysed, files } from "./marked.js";

const task =
  "task { classes: background, vessel heads: main, aux masks: roi fields: normals } param late = epoch40 param share = 0.5 ";

const completions = (source: string) => {
  const { analysis, offset } = analysed(source, files({ "shared.loss": "def shared(k = 1) = k*dice" }));
  return complete(analysis, offset).sort((a, b) => (a.sort < b.sort ? -1 : 1));
};
const labels = (source: string) => completions(source).map(({ label }) => label);

/** The text after a completion was chosen, places of a snippet as `‹…›`. */
function chosen(source: string, label: string): string {
  const { text } = analysed(source);
  const found = completions(source).find((completion) => completion.label === label);
  if (!found) throw new Error(`${label} is not among ${labels(source).join(", ")}`);
  const { span, insert } = found;
  return (
    text.slice(0, span.start) +
    insert.replace(/\$\{\d+[:|]([^}]*?)\|?\}|\$(\d)/g, (_, said) => `‹${said ?? ""}›`) +
    text.slice(span.end)
  );
}

describe("completion offers", () => {
  it("losses, recipes and words that are called where an operand stands", () => {
    for (const source of [
      "0.5*di|",
      "0.5*|",
      "|",
      "dice + |",
      "(|",
      "minimize |",
      "dice then@epoch40 |",
      "def f = |",
      "-|",
      "dice on aux + |",
    ]) {
      const seen = labels(source);
      expect(seen, source).toEqual(expect.arrayContaining(["dice", "betti", "dice_ce", "ramp", "deep", "balance"]));
      expect(seen, source).not.toContain("plateau");
    }
  });

  it("keywords at the start of a file and behind an item", () => {
    expect(labels("|")).toEqual(expect.arrayContaining(["task", "param", "def", "minimize", "use"]));
    expect(labels("param a = 1\nm|")).toEqual(expect.arrayContaining(["minimize", "def"]));
    expect(labels("task { space: 2d }\n|")).toEqual(expect.arrayContaining(["minimize", "param"]));
    expect(labels("0.5*|")).not.toContain("minimize");
  });

  it("the file's own names first", () => {
    const [first, second] = labels(`${task}def mine = dice minimize |`);
    expect([first, second].sort()).toEqual(["mine", "share"]);
    expect(labels(`${task}def mine(w = 1) = |`)[0]).toBe("w");
    expect(labels(`${task}def mine(w = 1) = |`)).not.toContain("mine");
    expect(labels(`${task}minimize |`)).not.toContain("late");
    expect(labels('use "./shared.loss" minimize sh|')).toContain("shared");
  });

  it("parameters that are not given yet", () => {
    expect(labels("tversky(|)")).toEqual(expect.arrayContaining(["alpha=", "beta="]));
    expect(labels("tversky(|")).toEqual(expect.arrayContaining(["alpha=", "beta="]));
    expect(labels("tversky(alpha=0.3, |)")).not.toContain("alpha=");
    expect(labels("tversky(alpha=0.3, |)")).toContain("beta=");
    expect(labels("tversky(al|")).toContain("alpha=");
    expect(labels("dice_ce(|)")).toEqual(expect.arrayContaining(["dice_weight=", "ce_weight="]));
    expect(labels("tversky(|)")).not.toContain("dice");
  });

  it("what an argument may be", () => {
    expect(labels("dice(average=|)")).toEqual(["macro", "micro"]);
    expect(labels('dice(average="|")')).toEqual(["macro", "micro"]);
    expect(labels("dice(batch=|)")).toEqual(["true", "false"]);
    expect(labels(`${task}minimize nms_edge(normals=|)`)).toEqual(["normals"]);
    expect(labels(`${task}minimize deep(dice, heads=[|`)).toEqual(["main", "aux"]);
    expect(labels("balance(dice, ce, by=|)")).toEqual(["uncertainty", "softadapt", "relobralo", "dwa", "gradnorm"]);
    expect(labels("ramp(0, 1, over=9, ease=|)*dice")).toEqual(["linear", "cosine", "exponential", "sigmoid"]);
    expect(labels(`${task}minimize ramp(0, 1, over=|)*dice`)).toEqual(["late", "epoch", "step", "%"]);
    expect(labels(`${task}minimize tversky(alpha=|)`)).toEqual(["share"]);
  });

  it("losses where they stand without a name", () => {
    expect(labels("balance(|)")).toEqual(expect.arrayContaining(["dice", "by="]));
    expect(labels("balance(dice, |)")).toEqual(expect.arrayContaining(["ce", "by="]));
    expect(labels("deep(|)")).toContain("dice");
    expect(labels("deep(dice, |)")).toEqual(["heads=", "decay="]);
    expect(labels("ramp(0, 1, |)*dice")).toEqual(["over=", "ease="]);
    expect(labels("deep(dice + |)")).toContain("ce");
  });

  it("classes, heads and masks of the task", () => {
    expect(labels(`${task}minimize dice[|]`)).toEqual(["background", "vessel", "!background", "!vessel"]);
    expect(labels(`${task}minimize dice[ve|`)).toContain("vessel");
    expect(labels(`${task}minimize dice[vessel, |]`)).toEqual(["background"]);
    expect(labels(`${task}minimize (dice + ce)[!|]`)).toEqual(["background", "vessel"]);
    expect(labels(`${task}minimize dice on |`)).toEqual(["main", "aux"]);
    expect(labels(`${task}minimize dice where r|`)).toEqual(["roi"]);
  });

  it("moments and triggers behind then@", () => {
    expect(labels(`${task}minimize dice then@|`)).toEqual([
      "late",
      "epoch",
      "step",
      "%",
      "epoch..",
      ...triggerWords.map(({ name }) => name),
    ]);
    expect(labels(`${task}minimize dice then@la|`)).toContain("late");
    expect(labels(`${task}minimize dice then@late..|`)).toEqual(["late", "epoch", "step", "%"]);
    expect(labels("dice then@epoch4|")).toEqual(expect.arrayContaining(["epoch"]));
    expect(chosen("dice then@| ce", "epoch")).toBe("dice then@epoch‹40› ce");
    expect(chosen("dice then@ep| ce", "plateau")).toBe('dice then@plateau("‹val_dice›", patience=‹5›) ce');
  });

  it("easings behind a fade, beside its phase", () => {
    expect(labels("dice then@epoch40..60 |")).toEqual(expect.arrayContaining(["cosine", "betti"]));
    expect(labels("dice then@epoch40..60 cos|")).toContain("cosine");
    expect(labels("dice then@epoch40 |")).not.toContain("cosine");
    expect(labels("dice then@epoch40..60 cosine |")).not.toContain("sigmoid");
    expect(labels("dice then@epoch40..60 cosine |")).toContain("betti");
    expect(labels('dice then@plateau("x") |')).toContain("betti");
  });

  it("what may follow an operand", () => {
    expect(labels("dice |")).toEqual(["then@", "then@.."]);
    expect(labels(`${task}minimize dice |`)).toEqual(["then@", "then@..", "on", "where"]);
    expect(labels("dice(smooth=1) th|")).toContain("then@");
    expect(chosen("dice th|", "then@")).toBe("dice then@epoch‹40› ‹›");
  });

  it("metrics in triggers", () => {
    expect(labels('dice then@plateau("|")')).toContain("val_dice");
    expect(labels('dice then@plateau("mine") ce then@reaches("|", 1) betti')).toContain("mine");
    expect(labels('dice then@plateau("|')).toContain("val_dice");
    expect(labels("dice then@plateau(|)")).toEqual(["metric=", "patience=", "delta="]);
  });

  it("keys of the task and their values", () => {
    expect(labels("task { | }")).toEqual(expect.arrayContaining(["classes", "labels", "space", "masks"]));
    expect(labels("task { space: 2d | }")).not.toContain("space");
    expect(labels("task { classes: a, b\n  | }")).not.toContain("labels");
    expect(labels("task { space: | }")).toEqual(["2d", "3d"]);
    expect(labels("task { prediction: pr| }")).toEqual(["logits", "probabilities"]);
    expect(chosen("task { | }", "space")).toBe("task { space: ‹2d,3d› }");
  });

  it("files for use", () => {
    expect(labels('use "|"')).toEqual(["./shared.loss"]);
    expect(chosen('use "./sh|"', "./shared.loss")).toBe('use "./shared.loss"');
    expect(chosen("use |", "./shared.loss")).toBe('use "./shared.loss"');
    expect(chosen('use "./sh|', "./shared.loss")).toBe('use "./shared.loss');
  });

  it("nothing in comments, in numbers, or where a new name is written", () => {
    for (const source of [
      "// di|",
      "dice /// |",
      "0.|",
      "1|",
      "dice(smooth=0.|)",
      "param |",
      "def |",
      "def f(|) = dice",
    ])
      expect(labels(source), source).toEqual([]);
  });

  it("values for parameters of the file", () => {
    expect(labels("param late = |")).toEqual(expect.arrayContaining(["epoch", "step"]));
  });
});

describe("a completion", () => {
  it("replaces the word around the place", () => {
    expect(chosen("0.5*di|ce + ce", "betti")).toBe("0.5*betti + ce");
    expect(chosen("0.5*|", "dice")).toBe("0.5*dice");
  });

  it("writes the arguments that must be given", () => {
    expect(chosen("task { heads: phi, field } minimize level_set_ev|", "level_set_evolution")).toMatch(
      /^task \{ heads: phi, field \} minimize level_set_evolution\(motion=‹phi,field›/,
    );
  });

  it("documents what it stands for", () => {
    const dice = completions("|").find(({ label }) => label === "dice")!;
    expect(dice.detail).toContain("region");
    expect(dice.documentation).toContain("Σᵢ pᵢ gᵢ");
    expect(completions("tversky(|").find(({ label }) => label === "alpha=")!.documentation).toContain(
      "false positives",
    );
  });

  it("puts losses behind that the task's space has not", () => {
    const of = (space: string) =>
      completions(`task { space: ${space} } minimize |`).find(({ label }) => label === "contour_mask")!;
    expect(of("3d").sort > of("2d").sort).toBe(true);
  });
});
