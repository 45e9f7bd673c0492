import { describe, expect, it } from "vitest";
import { type CheckOptions, checkSource } from "../../src/check/check.js";
import { losses } from "./losses.js";

/** A text, and for each report its code, the text it covers exactly, and words of its message or hint. */
type Row = readonly [text: string, ...reports: readonly [code: string, covered: string, says?: RegExp][]];

const ab = "task { classes: a, b } minimize ";
const abc = "task { labels: a, b, c space: 2d heads: main, aux masks: roi } minimize ";

const names: Row[] = [
  ["dise", ["L201", "dise", /did you mean `dice`\?/]],
  ["twersky", ["L201", "twersky", /did you mean `tversky`\?/]],
  ["dice + nothing_like_it", ["L201", "nothing_like_it", /losslang docs/]],
  ["dise + ec", ["L201", "dise"], ["L201", "ec", /did you mean `ce`\?/]],
  [`${ab}dice[aa]`, ["L202", "aa", /did you mean `a`\?/]],
  [`${ab}dice[zebra]`, ["L202", "zebra", /the task has `a` and `b`/]],
  ["dice[vessel]", ["L218", "vessel", /write its index/]],
  [`${abc}dice on axu`, ["L203", "axu", /did you mean `aux`\?/]],
  ["dice on aux", ["L203", "aux", /list it in the task: `heads: aux`/]],
  [`${abc}dice where rio`, ["L204", "rio", /did you mean `roi`\?/]],
  ["tversky(alhpa=0.3)", ["L205", "alhpa", /did you mean `alpha`\?/]],
  ["bce(weight=1)", ["L205", "weight", /`bce` takes no arguments/]],
  ["task { spce: 2d } minimize dice", ["L206", "spce", /did you mean `space`\?/]],
  ["task { space: 2d space: 3d } minimize dice", ["L222", "space"]],
  ["task { classes: a, a } minimize dice", ["L222", "a"]],
  ["def a = dice def a = ce minimize a", ["L208", "a"]],
  ["param a = 1 def a = ce minimize a", ["L208", "a"]],
  ["def dice = ce minimize dice", ["L209", "dice"]],
  ["def a = b + dice def b = c def c = a minimize dice + a", ["L210", "a", /`a` → `b` → `c` → `a`/]],
  ["def a = a minimize ce", ["L215", "a"], ["L210", "a"]],
  ["param w = 1 minimize dice", ["L214", "w"]],
  ["def unused = dise minimize dice", ["L215", "unused"], ["L201", "dise"]],
  ["def ramp = dice minimize ramp", ["L217", "ramp"]],
  ['dice then@plateu("val") ce', ["L216", "plateu", /did you mean `plateau`\?/]],
  ["def a = dice", ["L215", "a"], ["L221", "e"]],
];

const types: Row[] = [
  ["0", ["L301", "0"]],
  ["1 - 1", ["L301", "1 - 1"]],
  ["0.5 then@epoch3 1", ["L301", "0.5 then@epoch3 1"]],
  ["0.5 + dice", ["L302", "0.5", /multiply: `0.5\*dice`/]],
  ["dice + ce - 2*3", ["L302", "2*3"]],
  ["unknown_loss + 1", ["L201", "unknown_loss"]],
  ["dice*betti", ["L310", "dice*betti", /`dice \+ betti`/]],
  ["0.5*dice*2*(ce + bce)", ["L310", "dice*2*(ce + bce)"]],
  ["1/dice", ["L311", "dice"]],
  ["dice/0", ["L312", "0"]],
  ["dice/(1 then@epoch10 0)", ["L312", "(1 then@epoch10 0)", /is zero from epoch10 on/]],
  ["dice/ramp(1, 2, over=5)", ["L313", "ramp(1, 2, over=5)"]],
  ["tversky(alpha=-1)", ["L304", "-1", /at least 0.*Weight of false positives; default 0.5/]],
  ["dice(smooth=0)", ["L304", "0", /greater than 0/]],
  ["ce(label_smoothing=1)", ["L304", "1", /less than 1/]],
  ["cldice(iterations=2000)", ["L304", "2000", /at most 200/]],
  ["cldice(iterations=2.5)", ["L303", "2.5", /a whole number/]],
  ["dice(batch=1)", ["L303", "1", /`true` or `false`/]],
  ['tversky(alpha="x")', ["L303", '"x"', /a number, and this is "x"/]],
  ["tversky(alpha=dice + ce)", ["L303", "dice + ce", /a loss/]],
  ["tversky(alpha=ramp(0, 1, over=3))", ["L303", "ramp(0, 1, over=3)", /changes with time/]],
  ["tversky(alpha=epoch4)", ["L303", "epoch4", /a moment/]],
  ["hd_dt(sides=bth)", ["L303", "bth", /did you mean `both`\?/]],
  ["param high = 1 minimize tversky(alpha=hihg) + high*ce", ["L303", "hihg", /did you mean `high`\?/]],
  ["ce(weights=[1, yes])", ["L303", "yes", /a list of numbers/]],
  ["ce(weights=[])", ["L304", "[]", /at least 1 long/]],
  ["ce(weights=2)", ["L303", "2", /a list of numbers/]],
  ["paired(low=2)", ["L305", "paired", /low must be below high/]],
  ["tversky(0.3)", ["L306", "0.3", /write `alpha=…`/]],
  ["bce(1)", ["L306", "1", /takes no arguments/]],
  ["def f(w = 1) = w*dice minimize f(2)", ["L306", "2"]],
  ["tversky(alpha=1, alpha=2)", ["L307", "alpha=2"]],
  ["ramp(0, 1)*dice", ["L308", "ramp(0, 1)", /over=20/]],
  ["ramp(0, over=3)*dice", ["L308", "ramp(0, over=3)", /`to`/]],
  ["ramp(0, 1, 2, over=3)*dice", ["L306", "2"]],
  ["ramp(0, 1, over=0)*dice", ["L304", "0"]],
  ["ramp(0, 1, over=3, ease=cosin)*dice", ["L303", "cosin", /did you mean `cosine`\?/]],
  ["ramp(dice, 1, over=3)*dice", ["L303", "dice"]],
  [`${ab}ce(weights=[1, 2, 3])`, ["L309", "[1, 2, 3]", /3 numbers.*2 classes.*each of a, b/]],
  [`${ab}ce[b](weights=[1, 2])`, ["L309", "[1, 2]", /1 class.*each of b/]],
  [`${ab}hd_dt(weights=[1, 2])`, ["L309", "[1, 2]", /1 class.*each of b/]],
  [`${abc}hd_dt(weights=[1, 2])`, ["L309", "[1, 2]", /3 classes/]],
  [`${ab}dice[2]`, ["L314", "2", /2 classes, 0 to 1/]],
  [`${ab}dice[0..5]`, ["L314", "0..5", /no class 2/]],
  ["dice[3..1]", ["L315", "3..1"]],
  [`${ab}(dice[a] + ce)[b]`, ["L316", "[b]"]],
  [`${ab}dice[!0..1]`, ["L316", "[!0..1]"]],
  [`${abc}(dice on main) on aux`, ["L317", "(dice on main) on aux"]],
  ["2[1]*dice", ["L318", "2[1]"]],
  ["flat"],
  ["task { space: 3d } minimize flat", ["L319", "flat", /2-D data, and the task is 3-D/]],
  [`${abc}betti(dimensions=[0, 2])`, ["L320", "2", /Cavities/]],
  ["task { classes: vessel } minimize dice", ["L321", "classes: vessel", /labels: vessel/]],
  ["task { space: 4d } minimize dice", ["L322", "4d", /`2d` or `3d`/]],
  ["task { spacing: 1, -1 } minimize dice", ["L322", "-1"]],
  ["task { space: 3d spacing: 1, 1 } minimize dice", ["L322", "spacing: 1, 1"]],
  ["task { prediction: logit } minimize dice", ["L322", "logit", /did you mean `logits`\?/]],
  ["task { classes: a, b labels: c } minimize dice", ["L323", "labels: c"]],
  ["dice then@epoch10 0.5", ["L324", "0.5"]],
  ["param late = epoch4 minimize late*dice", ["L325", "late", /a moment/]],
  ["param w = 2 minimize w[1]*dice", ["L327", "w[1]"]],
  ["1e200*1e200*dice", ["L329", "1e200*1e200*dice"]],
  ['dice + reaches("val", 1)', ["L331", 'reaches("val", 1)']],
];

const time: Row[] = [
  ["dice then@epoch40 ce then@epoch10 bce", ["L401", "epoch10", /begins at epoch10.*epoch40/]],
  ["dice then@epoch0 ce", ["L402", "dice"]],
  ["dice then@epoch5 ce then@epoch5 bce", ["L402", "ce", /same moment, epoch5/]],
  ["dice then@epoch9 (ce then@epoch5 bce)", ["L402", "ce", /ends at epoch5.*begins at epoch9/]],
  ["(dice then@epoch9 ce) then@epoch5 bce", ["L402", "ce", /would begin at epoch9.*ends at epoch5/]],
  ["0 then@epoch0 ce"],
  ["dice then@epoch9..5 ce", ["L403", "epoch9..5"]],
  ["ramp(0, 1, over=epoch9..epoch9)*dice", ["L403", "epoch9..epoch9"]],
  ["dice + 0*ce", ["L404", "ce"]],
  ["dice + (1 - 1)*ce", ["L404", "ce"]],
  ["dice + ramp(0, 0, over=9)*ce", ["L404", "ce"]],
  ["dice + ce - ce", ["L404", "ce"]],
  ["dice - 0.5*ce", ["L405", "ce", /-0.5/]],
  ["dice + ramp(1, -1, over=9)*ce", ["L405", "ce", /-1/]],
  ["dice + ce then@epoch5 dice - ce", ["L405", "ce", /-1 from epoch5 on/]],
  ["(1 - ramp(0, 1, over=9))*ramp(0, 1, over=9, ease=cosine)*dice"],
  ["dice then@epoch2 ce then@step900 bce", ["L406", "step900", /epochs and in steps.*stepsPerEpoch/]],
  ["dice then@30% ce", ["L407", "30%", /`epochs`/]],
  ["param late = 40 minimize dice then@late ce", ["L408", "late", /late = epoch40/]],
  ["dice then@ce bce", ["L408", "ce", /a loss/]],
  ["param late = epoch4 minimize dice then@lat ce", ["L214", "late"], ["L201", "lat", /did you mean `late`\?/]],
  ["param late = epoch4 minimize dice then@late-9 ce", ["L409", "late-9"]],
  ["dice then@epoch10..30 ce then@epoch20 bce", ["L410", "epoch20"]],
  ["dice then@epoch10..30 ce then@epoch30 bce"],
  ["dice then@epoch40 ramp(0, 1, over=epoch0..20)*ce", ["L412", "ramp(0, 1, over=epoch0..20)"]],
];

const later: Row[] = [
  ['dice then@plateau("val_dice", patience=5) ce', ["L501", 'plateau("val_dice", patience=5)']],
  ["dice then@plateau(patience=5) ce", ["L308", "plateau(patience=5)", /`metric`/]],
  ['dice then@plateau("v", patience=0) ce', ["L304", "0", /at least 1/]],
  ['dice then@reaches("v", vlue=0.8) ce', ["L308", 'reaches("v", vlue=0.8)'], ["L205", "vlue"]],
  ["balance(dice, 0.5*ce, by=dwa)", ["L502", "balance(dice, 0.5*ce, by=dwa)"]],
  ["balance(dice, dise)", ["L201", "dise"]],
  ["balance(dice, 3)", ["L303", "3", /a loss/]],
  ["balance(dice, by=magic)", ["L303", "magic"]],
  ["balance()", ["L308", "balance()"]],
  [`${abc}deep(dice + ce, heads=[main, aux])`, ["L503", "deep(dice + ce, heads=[main, aux])"]],
  [`${abc}deep(dice, heads=[main, oux])`, ["L203", "oux"]],
  [`${abc}deep(dice, decay=2)`, ["L304", "2"]],
];

const seen = (text: string, options: Partial<CheckOptions> = {}) =>
  checkSource({ file: "t.loss", text }, { library: losses, ...options });

describe.each(Object.entries({ names, types, time, later }))("mistakes with %s", (_, rows) => {
  it.each(rows.map((row) => [row[0], row.slice(1)] as const))("%s", (text, expected) => {
    const { diagnostics, program } = seen(text);
    const found = diagnostics.map(({ code, span }) => [code, text.slice(span.start, span.end)]);
    const wanted = expected as readonly [string, string, RegExp?][];
    expect(found).toEqual(wanted.map(([code, covered]) => [code, covered]));
    for (const [i, [, , says]] of wanted.entries()) {
      if (says) expect(`${diagnostics[i]!.message} ${diagnostics[i]!.hint}`).toMatch(says);
    }
    expect(program === undefined).toBe(diagnostics.some(({ severity }) => severity === "error"));
  });
});
