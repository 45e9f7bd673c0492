import { describe, expect, it } from "vitest";
import { parse } from "../../src/syntax/parse.js";
import { program, value } from "./show.js";

const read = (text: string) => {
  const { file, diagnostics } = parse({ file: "f", text });
  expect(diagnostics).toEqual([]);
  return file;
};

describe("parse", () => {
  it.each([
    ["0.5*dice + hd_dt(alpha=2) then@epoch40 betti", "<((0.5 * dice) + hd_dt(alpha=2)) | epoch 40 | betti>"],
    ["a then@epoch1 b then@step2 c then@30% d", "<<<a | epoch 1 | b> | step 2 | c> | percent 30 | d>"],
    ["a - b - c*d/e", "((a - b) - ((c * d) / e))"],
    ["0.5*2*a*3 - 2*-b/4", "((((0.5 * 2) * a) * 3) - ((2 * (-b)) / 4))"],
    ["f(1, x=2, -3, 4*5, 6 + 7, (8))", "f(1, x=2, -3, {{(4 * 5)}}, {{(6 + 7)}}, {{{8}}})"],
    ["-a*-b", "((-a) * (-b))"],
    ["(a then@epoch10 b) + (c then@epoch40 d)", "({<a | epoch 10 | b>} + {<c | epoch 40 | d>})"],
    ["a then@late..late+10 cosine b", "<a | late .. late + 10 cosine | b>"],
    ["a then@epoch40..60 b", "<a | epoch 40 .. plain 60 | b>"],
    ["a then@epoch40-5 b", "<a | epoch 40 - 5 | b>"],
    ["a then@late+10-2 0.5*b", "<a | late + 8 | (0.5 * b)>"],
    ["a then@late -0.5*b", "<a | late | ((-0.5) * b)>"],
    ["0.1 then@epoch10 -0.5", "<0.1 | epoch 10 | (-0.5)>"],
    ["(0.1 then@epoch10 -0.5)*b", "({<0.1 | epoch 10 | (-0.5)>} * b)"],
    ["a then@late (b + c)", "<a | late | {(b + c)}>"],
    ["a then@late (b)", "<a | late | {b}>"],
    ['a then@plateau("val_dice", patience=5) b', '<a | plateau("val_dice", patience=5) | b>'],
    ["a then@reaches(metric, 0.8) b", "<a | reaches(metric, 0.8) | b>"],
    ['a then@mine("m") (b)', '<a | mine("m") | {b}>'],
    ["dice[vessel](smooth=1)", "dice[vessel](smooth=1)"],
    ["dice(smooth=1)[!background, 1..3, 5]", "(dice(smooth=1) select [!background, 1..3, 5..5])"],
    ["dice[a][b] on aux where roi", "(((dice[a] select [b]) on aux) where roi)"],
    ["-dice on aux", "(-(dice on aux))"],
    ["ramp(0, -0.1, over=epoch10..40, ease=cosine)*b", "(ramp(0, -0.1, over=@epoch 10 .. plain 40, ease=cosine) * b)"],
    ["ramp(0, 1, over=late..late+10)", "ramp(0, 1, over=@late .. late + 10)"],
    [
      'f(at=epoch3+1, n=[1, -2, x, [true]], s="q", late+10, (x))',
      'f(at=@epoch 3 + 1, n=[1, -2, x, [true]], s="q", {{(late + 10)}}, {{{x}}})',
    ],
    ["deep(dice + ce, heads=[main, aux1], decay=0.5,)", "deep({{(dice + ce)}}, heads=[main, aux1], decay=0.5)"],
    ["f()", "f()"],
    ["a\n+\nb", "(a + b)"],
  ])("%s", (text, tree) => {
    expect(program(read(text))).toBe(tree);
  });

  it("reads the whole of a file", () => {
    const file = read(`//! Vessels.
/// unattached
use "./shared/regions.loss"
task { prediction: logits  classes: background, vessel,  space: 2d spacing: 0.5, 0.5 ignore: 255 }
// plain
/// When topology begins.
///  Twice.
param late = epoch40
def region(w = 0.5, e = cosine,) = w*dice[vessel] + (1 - w)*ce /// inside
/// All of it.
minimize region
`);
    expect(file.doc).toEqual(["Vessels."]);
    expect(file.items.map((item) => item.kind)).toEqual(["use", "task", "param", "def"]);
    const [use, task, param, def] = file.items;
    expect(use).toMatchObject({ path: { kind: "string", value: "./shared/regions.loss" } });
    const entries =
      task?.kind === "task" ? task.entries.map((e) => [e.key.name, ...e.values.map(value)].join(" ")) : [];
    expect(entries).toEqual([
      "prediction logits",
      "classes background vessel",
      "space 2d",
      "spacing 0.5 0.5",
      "ignore 255",
    ]);
    expect(param).toMatchObject({
      name: { name: "late" },
      doc: ["When topology begins.", " Twice."],
      value: { kind: "moment" },
    });
    expect(def).toMatchObject({
      name: { name: "region" },
      doc: [],
      parameters: [{ name: { name: "w" } }, { name: { name: "e" } }],
    });
    expect(file.minimize).toMatchObject({ bare: false, doc: ["inside", "All of it."], body: { kind: "call" } });
    expect(file.comments).toHaveLength(7);
  });

  it("gives half-open spans in UTF-16 units", () => {
    const text = "// 🦷\n0.5 * dice[a](x=-1) then@late+10 ( b )";
    const file = read(text);
    const at = (span: { start: number; end: number }) => text.slice(span.start, span.end);
    const body = file.minimize!.body;
    if (body.kind !== "then" || body.before.kind !== "binary" || body.before.right.kind !== "call")
      throw new Error(body.kind);
    expect(at(body.span)).toBe("0.5 * dice[a](x=-1) then@late+10 ( b )");
    expect(at(body.before.operatorSpan)).toBe("*");
    expect(at(body.before.right.span)).toBe("dice[a](x=-1)");
    expect(at(body.before.right.classes!.span)).toBe("[a]");
    expect(at(body.before.right.args![0]!.span)).toBe("x=-1");
    expect(at(body.when.span)).toBe("late+10");
    expect(at(body.after.span)).toBe("( b )");
    expect(at(file.comments[0]!.span)).toBe("// 🦷");
    expect(file.span).toEqual({ file: "f", start: 0, end: text.length });
  });

  it("reads escapes", () => {
    const file = read(String.raw`use "a\"b\\c\d"`);
    expect(file.items[0]).toMatchObject({ path: { value: String.raw`a"b\c\d` } });
  });
});
