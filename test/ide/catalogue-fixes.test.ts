import { describe, expect, it } from "vitest";
import { catalog, type Entry } from "../../src/diagnostics/catalog/index.js";
import type { Diagnostic, Fix } from "../../src/diagnostics/diagnostic.js";
import { quickFixesByReport } from "../../src/ide/actions/fixes/index.js";
import { type Analysis, analyse, fixAll, fixesFor } from "../../src/ide/index.js";
import { losses } from "../check/losses.js";
import { edited } from "./marked.js";

type Key = keyof typeof catalog;

/** Texts beside the catalogue's examples: where it has none, and for fixes that its example does not show. */
const further: Partial<Record<Key, readonly string[]>> = {
  unexpectedText: ["minimize dice + + ce"],
  missingPart: ["minimize (dice + ) then@epoch4 ce", "dice(smooth=1,)*"],
  emptyProgram: ["", "//! A file.\n"],
  unknownCharacters: ["dice ~ + ce", "dice | ce"],
  unclosedString: ["use 'shared.loss\nminimize dice"],
  foreignSign: [
    "0.5*{dice + ce}",
    "/* two\n * lines */ dice",
    "dice**2",
    "# so\ndice",
    "task { space = 2d } minimize dice",
  ],
  notWhole: ["dice then@epoch2.5 ce"],
  minimizeTwice: ["minimize dice then@epoch4 ce\nminimize ce"],
  itemAfterProgram: ["dice\n\n/// How much.\nparam w = 0.5\n"],
  reservedWord: ["def then = dice  minimize ce"],
  momentOutOfPlace: ["dice + epoch4*ce"],
  unknownName: ["w*dice", "dice then@late ce", "region(w=0.5) + ce", "def a = nothing_like_it  minimize a"],
  unknownClass: ["task { labels: a, b } minimize dice[zebra]"],
  unknownHead: ["dice on zebra", "/// So.\nminimize dice on zebra"],
  unknownMask: ["task {\n  space: 2d\n}\nminimize dice where zebra"],
  unknownField: ["nms_edge(normals=zebra)"],
  unknownParameter: ["dice(zebra=1)", "dice(smooth=1, zebra=1)", "dice(zebra=1, smooth=1)"],
  unknownTaskKey: ["task {\n  zebra: 1\n  space: 2d\n}\nminimize dice"],
  recursion: ["def a = a + dice  minimize a"],
  useFailed: ['use "./absent.loss"\n\nminimize dice'],
  unusedDef: ["/// Not used.\ndef a = ce\n\n/// Used.\ndef b = dice\nminimize b"],
  unusedParam: ["param w = 0.5\nminimize dice"],
  taskInUsedFile: ['use "./task.loss"  minimize with_task'],
  minimizeInUsedFile: ['use "./program.loss"  minimize dice', 'use "./bare.loss"  minimize dice'],
  useCycle: ['use "./circle.loss"  minimize dice'],
  nothingToMinimize: ["task { space: 2d }", "def a = dice\ndef b = ce\n"],
  duplicateTaskKey: ["task { classes: a, b, a } minimize dice"],
  duplicateTask: ["task { space: 2d } task { space: 3d } minimize dice"],
  numberAndLoss: ["dice + ce + 0.5", "0.5 + dice + ce"],
  argumentType: ['hd_dt(sides="both", alpha="x")', "cldice(iterations=2.5)"],
  argumentBounds: ["cldice(iterations=500)", "dice(smooth=0)", "ce(label_smoothing=-1)"],
  argumentRefused: ["paired(low=2)"],
  positionalArgument: ["bce(1)", "dice(1)"],
  missingArgument: [
    "ramp(0, over=20)*dice",
    "ramp()*dice",
    "balance()",
    "balance(by=dwa)",
    "task { heads: a } minimize deep()",
    "dice then@plateau() ce",
    'dice then@reaches("v") ce',
    "task { heads: phi, v } minimize level_set_evolution on phi",
  ],
  listLength: [
    "task { classes: a, b, c } minimize ce(weights=[1])",
    "task { classes: a, b, c } minimize ce[0..1](weights=[1])",
  ],
  classOutOfRange: ["task { classes: a, b, c } minimize dice[1..7]"],
  nothingSelected: ["(dice + ce)[0][1]", "dice[0][1] + ce"],
  conflictingPlaces: ["task { masks: a, b } minimize dice where a where b"],
  selectionFromNumber: ["task { heads: a } minimize 0.5 on a*dice"],
  wrongSpace: ["task { space: 3d } minimize flat"],
  noSuchDimension: [
    "task { space: 2d } minimize betti(dimensions=[1, 2])",
    "task { space: 2d } minimize betti(dimensions=[2])",
  ],
  taskValue: ["task { prediction: logit } minimize dice", "task { space: 2d spacing: 1 } minimize dice"],
  classesAndLabels: ["task { classes: a, b\n  labels: c } minimize dice"],
  mixedPhases: ["dice + ce then@epoch10 0.5", "0.5 then@epoch10 dice"],
  notANumber: ["param part = dice  minimize 0.5*part"],
  notCallable: ["param w = 0.5  minimize w[1]*dice"],
  notAnExpression: ['reaches("val", 0.8) + dice'],
  phasesOutOfOrder: ["dice then@epoch40 ce then@epoch30..35 dice + ce then@epoch10 tversky"],
  phaseNeverBegins: ["dice then@epoch5 ce then@epoch5 tversky"],
  emptySpan: [
    "dice then@epoch40..40 cosine ce",
    "dice + ramp(0, 1, over=epoch9..3)*ce",
    "dice then@step40..30 ce",
    "param a = epoch4 param b = epoch2 minimize dice then@a..b ce",
  ],
  termNeverCounts: ["0*ce + dice", "dice + 2*(0*ce + bce)", "dice - 0*(ce) + bce"],
  negativeWeight: ["dice + -0.5*ce", "-0.5*dice + ce", "dice - 2*(0.5*ce)", "-(dice + ce)"],
  overlappingFades: ["dice then@epoch10..30 ce then@epoch20..40 tversky"],
  rampOutsidePhase: ["dice then@epoch40 dice + ramp(0, 1, over=epoch0..epoch20)*ce"],
  triggerCannotRun: ['dice then@reaches("val", 0.8) ce'],
  balanceCannotRun: ["0.5*balance(dice, ce + bce, tversky)"],
  deepCannotRun: ["task { heads: a, b, c } minimize 2*deep(dice + ce, decay=0.25)"],
};

const texts: Readonly<Record<string, string>> = {
  "shared.loss": "def shared = dice",
  "task.loss": "task { space: 2d }\ndef with_task = dice",
  "program.loss": "def p = dice\nminimize p",
  "bare.loss": "dice + ce",
  "circle.loss": 'use "./main.loss"\ndef c = dice',
};

function analysed(changed: Readonly<Record<string, string>>): Analysis {
  const resolve = (path: string) => {
    const name = path.replace(/^\.\//, "");
    const text = changed[name] ?? texts[name];
    if (text === undefined) throw new Error("no such file");
    return text;
  };
  return analyse({ file: "main.loss", text: changed["main.loss"]! }, { library: losses, resolve });
}

/** The same after a fix, which may change several files. */
function after(analysis: Analysis, { edits }: Fix): Analysis {
  const files = new Set(edits.map(({ span }) => span.file));
  const changed = [...files].map((file) => [
    file,
    edited(
      analysis.sources.get(file)!.text,
      edits.filter(({ span }) => span.file === file),
    ),
  ]);
  return analysed({ "main.loss": analysis.source.text, ...Object.fromEntries(changed) });
}

const count = (all: readonly Diagnostic[], code: string) => all.filter((d) => d.code === code).length;
const errors = ({ diagnostics }: Analysis) => diagnostics.filter(({ severity }) => severity === "error");

interface Case {
  readonly key: Key;
  readonly code: string;
  readonly text: string;
}

const cases: Case[] = (Object.entries(catalog) as [Key, Entry<never>][]).flatMap(([key, { code, example }]) =>
  [...(example ? [example.wrong] : []), ...(further[key] ?? [])].map((text) => ({ key, code, text })),
);

/** Examples for which nothing is offered although something is for others of their kind. */
const without: ReadonlySet<string> = new Set([
  // A moment is no factor, and which number was meant cannot be known.
  "param late = epoch40  minimize late*dice",
  // A schedule cannot simply be added to.
  "minimize dice then@epoch4 ce\nminimize ce",
  // What the missing phase is cannot be known.
]);

describe("fixes of the catalogue", () => {
  it.each(cases)("$key: $text", ({ key, code, text }) => {
    const before = analysed({ "main.loss": text });
    const own = before.diagnostics.filter((d) => d.code === code);
    expect(own.length).toBeGreaterThan(0);
    const fixes = own.flatMap((diagnostic) => fixesFor(before, diagnostic));
    if (typeof quickFixesByReport[key] === "string" || without.has(text)) {
      expect(fixes).toEqual([]);
      return;
    }
    expect(fixes.length).toBeGreaterThan(0);
    for (const fix of fixes) {
      const now = after(before, fix);
      const told = `${fix.title}: ${[...now.sources.values()].map((s) => s.text).join(" ⏎ ")} ${now.diagnostics.map((d) => d.code)}`;
      expect(count(now.diagnostics, code), told).toBeLessThan(count(before.diagnostics, code));
      expect(errors(now).length, told).toBeLessThanOrEqual(
        errors(before).length - (own[0]!.severity === "error" ? 1 : 0),
      );
    }
  });

  it("are shown, or it is said why there are none, for every entry", () => {
    for (const key of Object.keys(catalog) as Key[]) {
      const what = quickFixesByReport[key];
      if (typeof what === "string") expect(what.length).toBeGreaterThan(10);
      else
        expect(
          cases.some((c) => c.key === key && !without.has(c.text)),
          key,
        ).toBe(true);
    }
  });

  it("keep the mistakes that were not spoken of when all certain ones are made", () => {
    const text = "task { space = 2d }\ndice(smooth: 1) + 2 ce";
    const before = analysed({ "main.loss": text });
    const now = analysed({ "main.loss": edited(text, fixAll(before)) });
    expect(now.source.text).toBe("task { space : 2d }\nminimize dice(smooth= 1) + 2*ce");
    expect(now.diagnostics).toEqual([]);
  });
});
