import type { ast } from "../../../syntax/index.js";
import { enclosing, visit } from "../../ast-path.js";
import { occurrencesOf } from "../../occurrences.js";
import { symbolAt } from "../../symbol-at.js";
import { firstLoss, freshName, newItem, replaceSpan } from "../edits.js";
import { fix, type QuickFix } from "../fix-context.js";

/* Names that nothing has, that two things have, or that the language keeps for itself. */

/** An unknown name is defined: as a `param` where a time or a factor stands, as a `def` where a loss does. */
export const defineName: QuickFix = {
  examples: [
    { before: "dice then@late ce", after: "param late = epoch40\n\nminimize dice then@late ce" },
    { before: "w*dice", after: "param w = 0.5\n\nminimize w*dice" },
    { before: "overlap(w=0.5) + ce", after: "def overlap(w = 0.5) = dice\n\nminimize overlap(w=0.5) + ce" },
  ],
  offer({ analysis, module, path, textAt }) {
    const name = path.at(-1)!;
    if (name.kind !== "ident") return [];
    const before = enclosing(path, "def", "param");
    const define = (item: string) => [fix(`Define \`${name.name}\``, ...newItem(item, module, before))];
    if (enclosing(path, "moment")) return define(`param ${name.name} = epoch40`);
    const call = path.at(-2);
    if (call?.kind !== "call") return [];
    const parent = path.at(-3);
    const isFactor = parent?.kind === "binary" && /[*/]/.test(parent.operator) && parent.left === call;
    if (!call.args && !call.classes && isFactor) return define(`param ${name.name} = 0.5`);
    const parameters = parametersFrom(call, textAt);
    const loss = firstLoss(analysis);
    return parameters === undefined || loss === undefined ? [] : define(`def ${name.name}${parameters} = ${loss}`);
  },
};

/** Parameters that take the arguments as they are written; nothing where one has no name, or is no literal. */
function parametersFrom({ args = [] }: ast.Call, textAt: (span: ast.SyntaxNode["span"]) => string): string | undefined {
  if (!args.every(({ name, value }) => name && value.kind !== "expression" && value.kind !== "missing"))
    return undefined;
  return args.length === 0
    ? ""
    : `(${args.map(({ name, value }) => `${name!.name} = ${textAt(value.span)}`).join(", ")})`;
}

/** A definition that hides a loss of the library gets a name of its own, wherever it is used. */
export const renameEverywhere: QuickFix = {
  examples: [{ before: "def dice = bce\nminimize dice", after: "def my_dice = bce\nminimize my_dice" }],
  offer({ analysis, diagnostic, module, textAt }) {
    const { span } = diagnostic;
    const name = freshName(`my_${textAt(span)}`, module, analysis);
    const declared = symbolAt(analysis, span.start, module)?.declared;
    if (!declared) return [];
    const places = occurrencesOf(`${declared.file}:${declared.start}`, [analysis]);
    return [fix(`Rename to \`${name}\``, ...places.map((place) => replaceSpan(place.span, name)))];
  },
};

/** The second of two definitions gets another name; uses of the name go on to mean the first. */
export const renameSecond: QuickFix = {
  examples: [{ before: "def a = dice\ndef a = ce\nminimize a", after: "def a = dice\ndef a2 = ce\nminimize a" }],
  offer({ analysis, diagnostic, module, path, textAt }) {
    const { span } = diagnostic;
    const name = freshName(`${textAt(span)}2`, module, analysis);
    return path.at(-1)?.kind === "ident" ? [fix(`Rename to \`${name}\``, replaceSpan(span, name))] : [];
  },
};

/** A definition with the name of a built-in function; uses without arguments must have meant it, as a built-in always has some. */
export const renameReserved: QuickFix = {
  examples: [{ before: "def ramp = dice\nminimize ramp", after: "def my_ramp = dice\nminimize my_ramp" }],
  offer({ analysis, diagnostic, module, textAt }) {
    const old = textAt(diagnostic.span);
    const name = freshName(`my_${old}`, module, analysis);
    const places = [replaceSpan(diagnostic.span, name)];
    visit(module.file, (path) => {
      const node = path.at(-1)!;
      if (node.kind !== "ident" || node.name !== old || node.span.start === diagnostic.span.start) return;
      const parent = path.at(-2);
      const called = parent?.kind === "call" && parent.args !== undefined;
      if (!called && parent?.kind !== "task-entry" && parent?.kind !== "classes")
        places.push(replaceSpan(node.span, name));
    });
    return [fix(`Rename to \`${name}\``, ...places)];
  },
};

/** A keyword used as a name gets an underscore, wherever it was meant as one. */
export const renameKeyword: QuickFix = {
  examples: [{ before: "def then = dice  minimize ce", after: "def then_ = dice  minimize ce" }],
  offer({ analysis, diagnostic, module, textAt }) {
    const word = textAt(diagnostic.span);
    const places = module.diagnostics.filter(({ code, span }) => code === diagnostic.code && textAt(span) === word);
    let name = `${word}_`;
    while (analysis.library.find(module, name)) name += "_";
    return [fix(`Write \`${name}\``, ...places.map(({ span }) => replaceSpan(span, name)))];
  },
};

/** A `param` holds a number or a time; an expression is named by a `def`. */
export const defForParam: QuickFix = {
  examples: [{ before: "param part = dice  minimize 0.5*part", after: "def part = dice  minimize 0.5*part" }],
  offer({ analysis, module, textAt, diagnostic }) {
    const entity = analysis.library.find(module, textAt(diagnostic.span));
    if (entity?.kind !== "param" || entity.param.value.kind !== "ident") return [];
    const { span } = entity.param;
    return [fix("Change `param` to `def`", replaceSpan({ ...span, end: span.start + "param".length }, "def"))];
  },
};
