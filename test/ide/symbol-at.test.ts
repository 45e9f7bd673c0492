import { describe, expect, it } from "vitest";
import { pathAt } from "../../src/ide/ast-path.js";
import { symbolAt } from "../../src/ide/symbol-at.js";
import { recipes } from "../../stdlib/recipes.gen.js";
import { analysed, files, showSpan } from "./marked.js";

const task =
  "task { classes: background, vessel heads: main, aux masks: roi fields: normals } param late = epoch40 def region(w = 0.5) = w*dice + (1 - w)*ce ";

/** `kind name`, with the place of the text and, after an arrow, of the declaration. */
function told(source: string): string {
  const { analysis, offset, text } = analysed(source, files({ "shared.loss": "def shared(k = 1) = k*dice" }));
  const meaning = symbolAt(analysis, offset);
  if (!meaning) return "nothing";
  const at = ({ start, end }: { start: number; end: number }) => text.slice(start, end);
  const name = "name" in meaning && meaning.name !== undefined ? ` ${meaning.name}` : "";
  const declared = meaning.declared && ` ← ${meaning.declared.file}:${meaning.declared.start}`;
  return `${meaning.kind}${name} «${at(meaning.span)}»${declared ?? ""}`;
}

/** Where the declaration of a recipe stands in its file. */
const inRecipe = (name: string) => {
  const { text } = recipes.find(({ file }) => file === `${name}.loss`)!;
  return text.indexOf(`def ${name}`) + "def ".length;
};
const at = (piece: string) => `main.loss:${task.indexOf(piece)}`;

describe("meanings", () => {
  it.each([
    ["0.5*di|ce", "loss dice «dice»"],
    ["0.5*|dice", "loss dice «dice»"],
    ["0.5*dice|", "loss dice «dice»"],
    ["0.5*dice(smo|oth=1)", "parameter smooth «smooth»"],
    ["0.|5*dice", "number «0.5»"],
    ["dice(smooth=0.|1)", "number «0.1»"],
    [`${task}minimize re|gion`, `def region «region» ← ${at("region")}`],
    [`${task}minimize region(|w=1)`, `local w «w» ← ${at("w = 0.5")}`],
    [`${task.replace("w*dice", "|w*dice")}minimize region`, `local w «w» ← ${at("w = 0.5")}`],
    [`${task.replace("(w =", "(|w =")}minimize region`, `local w «w» ← ${at("w = 0.5")}`],
    [`${task}minimize dice then@la|te+10 ce`, `param late «late» ← ${at("late")}`],
    [`${task}minimize dice then@late+1|0 ce`, "moment «late+10»"],
    [`${task}minimize dice[ves|sel]`, `class vessel «vessel» ← ${at("vessel")}`],
    [`${task}minimize dice[|1]`, `class vessel «1» ← ${at("vessel")}`],
    [`${task.replace("vessel", "ves|sel")}minimize dice`, `class vessel «vessel» ← ${at("vessel")}`],
    [`${task}minimize dice on a|ux`, `head aux «aux» ← ${at("aux")}`],
    [`${task}minimize dice where ro|i`, `mask roi «roi» ← ${at("roi")}`],
    [`${task}minimize nms_edge(normals=nor|mals)`, `field normals «normals» ← ${at("normals")}`],
    [`${task}minimize deep(dice, heads=[ma|in])`, `head main «main» ← ${at("main")}`],
    [`${task.replace("classes", "cl|asses")}minimize dice`, "task-key classes «classes»"],
    ["task { prediction: lo|gits } minimize dice", "task-value logits «logits»"],
    ["dice then@epoch1..9 co|sine ce", "easing cosine «cosine»"],
    ["ramp(0, 1, over=9, ease=si|gmoid)*dice", "easing sigmoid «sigmoid»"],
    ["dice then@epo|ch40 ce", "moment «epoch40»"],
    ["dice then@epoch40..6|0 ce", "moment «60»"],
    ['dice then@plateau("val_|dice") ce', 'metric val_dice «"val_dice"»'],
    ['dice then@pla|teau("val_dice") ce', "builtin plateau «plateau»"],
    ["ra|mp(0, 1, over=20)*dice", "builtin ramp «ramp»"],
    ["ramp(0, 1, ov|er=20)*dice", "parameter over «over»"],
    ["balance(di|ce, ce)", "loss dice «dice»"],
    ["balance(dice, ce, by=unc|ertainty)", "option uncertainty «uncertainty»"],
    ['dice(absent="sk|ip")', 'option skip «"skip"»'],
    ["dice th|en@epoch40 ce", "keyword then «then»"],
    ["dice // th|en", "nothing"],
    ["dice_|ce_hd", `def dice_ce_hd «dice_ce_hd» ← dice_ce_hd.loss:${inRecipe("dice_ce_hd")}`],
    ['use "./sha|red.loss" minimize shared', 'file «"./shared.loss"»'],
    ['use "./shared.loss" minimize sha|red', "def shared «shared» ← shared.loss:4"],
    ['use "./shared.loss" minimize shared(|k=2)', "local k «k» ← shared.loss:11"],
    ["nonsen|se", "nothing"],
  ])("%s", (source, expected) => {
    expect(told(source)).toBe(expected);
  });

  it("name places by the nodes that hold them", () => {
    const kinds = (source: string) => {
      const { analysis, offset } = analysed(source);
      return pathAt(analysis, offset)
        .map(({ kind }) => kind)
        .join(" ");
    };
    expect(kinds("0.5*di|ce + ce")).toBe("file minimize binary binary call ident");
    expect(kinds("dice(smooth=|)")).toBe("file minimize call argument missing");
    expect(kinds("dice |+ ce")).toBe("file minimize binary");
  });
});

describe("marks", () => {
  it("leave the text without them", () => {
    const { text, offset, spans } = analysed("«0.5*di|ce» + «ce»");
    expect({ text, offset, spans }).toEqual({
      text: "0.5*dice + ce",
      offset: 6,
      spans: [
        { start: 0, end: 8 },
        { start: 11, end: 13 },
      ],
    });
    expect(showSpan(text, spans[1]!)).toBe("0.5*dice + «ce»");
  });
});
