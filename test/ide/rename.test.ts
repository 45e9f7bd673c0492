import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Analysis, analyse, occurrencesIn, prepareRename, rename } from "../../src/ide/index.js";
import { meaning } from "../../src/schedule/meaning.js";
import { analysed, edited, files } from "./marked.js";

const shared = "def shared(k = 1) = k*dice[vessel]\n";
const used = files({ "shared.loss": shared });

/** The text of the main file after renaming, or why it is refused. */
function renamed(source: string, name: string, others: readonly Analysis[] = []): string {
  const { analysis, offset, text } = analysed(source, used);
  const result = rename(analysis, offset, name, others);
  if ("refused" in result) return `refused: ${result.refused}`;
  return edited(
    text,
    result.edits.filter(({ span }) => span.file === "main.loss"),
  );
}

describe("rename", () => {
  it.each([
    ["def |a = dice  minimize a + 2*a", "region", "def region = dice  minimize region + 2*region"],
    ["param w = 0.5  minimize |w*dice + tversky(alpha=w)", "v", "param v = 0.5  minimize v*dice + tversky(alpha=v)"],
    [
      "param late = epoch4  minimize dice then@|late..late+2 ce",
      "at_last",
      "param at_last = epoch4  minimize dice then@at_last..at_last+2 ce",
    ],
    [
      "def f(|w = 1) = w*dice  minimize f(w=2) then@epoch1 f(w=3)",
      "v",
      "def f(v = 1) = v*dice  minimize f(v=2) then@epoch1 f(v=3)",
    ],
    [
      "task { classes: a, b }  minimize dice[|b] + ce[!b] + ce[1]",
      "vessel",
      "task { classes: a, vessel }  minimize dice[vessel] + ce[!vessel] + ce[1]",
    ],
    [
      "task { heads: x, y }  minimize dice on |y + deep(ce, heads=[x, y])",
      "aux",
      "task { heads: x, aux }  minimize dice on aux + deep(ce, heads=[x, aux])",
    ],
    [
      'task { heads: x, "y" }  minimize dice on |y + deep(ce, heads=["y"])',
      "aux",
      'task { heads: x, "aux" }  minimize dice on aux + deep(ce, heads=["aux"])',
    ],
    ["task { masks: r|oi }  minimize dice where roi", "inner", "task { masks: inner }  minimize dice where inner"],
    [
      "task { fields: n }  minimize nms_edge(normals=|n)",
      "normals",
      "task { fields: normals }  minimize nms_edge(normals=normals)",
    ],
    ["def |a = dice  minimize a", "a", "def a = dice  minimize a"],
  ])("%s → %s", (source, name, expected) => {
    expect(renamed(source, name)).toBe(expected);
  });

  it("reaches into the files that are used", () => {
    const source = 'use "./shared.loss" task { classes: background, vessel }  minimize |shared(k=2)';
    const { analysis, offset, text } = analysed(source, used);
    const result = rename(analysis, offset, "region");
    const edits = "edits" in result ? result.edits : [];
    const inShared = edits.filter(({ span }) => span.file === "shared.loss");
    expect(edited(shared, inShared)).toBe("def region(k = 1) = k*dice[vessel]\n");
    expect(
      edited(
        text,
        edits.filter(({ span }) => span.file === "main.loss"),
      ),
    ).toBe(text.replace("shared(", "region("));
  });

  it("takes a class along into the files that are used", () => {
    const { analysis, offset } = analysed(
      'use "./shared.loss" task { classes: background, ves|sel }  minimize shared',
      used,
    );
    const result = rename(analysis, offset, "tree");
    const inShared = "edits" in result ? result.edits.filter(({ span }) => span.file === "shared.loss") : [];
    expect(edited(shared, inShared)).toBe("def shared(k = 1) = k*dice[tree]\n");
  });

  it("reaches out to the files that use this one, and sees what is taken there", () => {
    const user = 'use "./main.loss"  def taken = ce  minimize mine + taken';
    const others = [analysed(user, files({ "main.loss": "def mine = dice" }), "user.loss").analysis];
    const { analysis, offset } = analysed("def m|ine = dice");
    const result = rename(analysis, offset, "ours", others);
    const inUser = "edits" in result ? result.edits.filter(({ span }) => span.file === "user.loss") : [];
    expect(edited(user, inUser)).toBe('use "./main.loss"  def taken = ce  minimize ours + taken');
    expect(rename(analysis, offset, "taken", others)).toEqual({ refused: "`taken` is already defined in user.loss." });
  });

  it("refuses a class that a shared file speaks of in the name of another program, too", () => {
    const other = 'use "./shared.loss" task { classes: back, vessel }  minimize shared';
    const others = [analysed(other, used, "other.loss").analysis];
    const source = 'use "./shared.loss" task { classes: background, ves|sel }  minimize shared';
    expect(renamed(source, "tree", others)).toBe(
      "refused: shared.loss refers to it, and other.loss uses that file, too.",
    );
  });

  it.each([
    ["def |a = dice  minimize a", "then", "`then` is a word of the language and cannot be a name."],
    ["def |a = dice  minimize a", "ramp", "`ramp` is part of the language and cannot be defined anew."],
    ["def |a = dice  minimize a", "ce", "`ce` is a loss of the library, which the new name would hide."],
    ["def |a = dice  minimize a", "dice_ce", "`dice_ce` is already defined in dice_ce.loss."],
    ["def |a = dice  def b = a  minimize b", "b", "`b` is already defined in main.loss."],
    ["def |a = dice  minimize a", "2b", "`2b` is not a valid name"],
    ["def |a = dice  minimize a", "epoch4", "`epoch4` is a moment and cannot be a name."],
    ["param |a = 1  def f(b = 1) = a*b*dice  minimize f", "b", "`b` is a parameter of `f`, which uses this."],
    ["def f(|a = 1, b = 2) = a*b*dice  minimize f", "b", "`f` already has a parameter `b`."],
    ["param v = 2  def f(|a = 1) = a*v*dice  minimize f", "v", "`f` uses `v`, which the parameter would hide."],
    ["task { classes: a, |b }  minimize dice[b]", "a", "The task already lists the class `a`."],
    ["|dice", "mine", "`dice` is a loss of the library and keeps its name."],
    ["|dice_ce", "mine", "`dice_ce` is a recipe of the library and keeps its name."],
    ["dice(|smooth=1)", "mine", "`smooth` is a parameter of the library and keeps its name."],
    ["|ramp(0, 1, over=3)*dice", "mine", "`ramp` is a word of the language."],
    ["task { cl|asses: a, b } minimize dice", "mine", "`classes` is a word of the language."],
    ["task { classes: a, b } minimize dice[|1]", "mine", "This is the index of a class. Its name is in the task."],
    ["dice[ves|sel]", "mine", "No file says what `vessel` is, so there is nothing to rename."],
    ["dice | + ce", "mine", "There is no name here."],
  ])("%s → %s is refused", (source, name, reason) => {
    expect(renamed(source, name)).toContain(`refused: ${reason}`);
  });
});

describe("prepareRename", () => {
  it.each([
    ["def a = dice  minimize «a|»", "a"],
    ['task { heads: x, "«|y»" }  minimize dice on y', "y"],
    ["task { classes: a, b }  minimize dice[«|b»]", "b"],
  ])("%s", (source, name) => {
    const { analysis, offset, spans } = analysed(source);
    expect(prepareRename(analysis, offset)).toMatchObject({ span: spans[0], name });
  });

  it("says why not, and nothing where there is no name", () => {
    const loss = analysed("di|ce");
    expect(prepareRename(loss.analysis, loss.offset)).toEqual({
      refused: "`dice` is a loss of the library and keeps its name.",
    });
    const blank = analysed("dice | + ce");
    expect(prepareRename(blank.analysis, blank.offset)).toBeUndefined();
  });
});

describe("renaming in the examples", () => {
  const folder = join(import.meta.dirname, "../../examples/specs");
  const shared = readFileSync(join(folder, "shared/regions.loss"), "utf8");
  const specs = readdirSync(folder).filter((file) => file.endsWith(".loss"));

  /** What a program means, with a new name where the old one was. */
  const meant = ({ program }: Analysis, old: string, next: string) =>
    program && meaning(program).replaceAll(new RegExp(`\\b${old}\\b`, "g"), next);

  it.each(specs)("of %s changes no meaning, whichever name", (spec) => {
    const { analysis, text } = analysed(readFileSync(join(folder, spec), "utf8"), { resolve: () => shared });
    let renamed = 0;
    for (const { span } of occurrencesIn(analysis.main, analysis)) {
      const old = prepareRename(analysis, span.start);
      if (!old || "refused" in old) continue;
      const result = rename(analysis, span.start, "quite_new");
      if ("refused" in result) throw new Error(result.refused);
      const of = (file: string) => result.edits.filter((edit) => edit.span.file === file);
      const usedFile = analysis.modules[1]?.source.file ?? "";
      const resolve = () => edited(shared, of(usedFile));
      const next = analyse(
        { file: "main.loss", text: edited(text, of("main.loss")) },
        { ...analysis.options, resolve },
      );
      expect(next.diagnostics.map(({ code }) => code)).toEqual(analysis.diagnostics.map(({ code }) => code));
      expect(meant(next, old.name, "quite_new")).toBe(meant(analysis, old.name, "quite_new"));
      renamed++;
    }
    if (/^(?:task|param|def)/m.test(text)) expect(renamed).toBeGreaterThan(0);
  });
});
