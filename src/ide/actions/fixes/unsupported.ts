import { balance } from "../../../language/balance.js";
import { deep } from "../../../language/deep.js";
import type { ast } from "../../../syntax/index.js";
import { type AstPath, enclosing } from "../../ast-path.js";
import { admitsSum, asFactor, replaceSpan } from "../edits.js";
import { fix, type QuickFix } from "../fix-context.js";

/* Parts of the language that cannot run yet, written with parts that can. */

export const epochForTrigger: QuickFix = {
  examples: [{ before: 'dice then@reaches("val_dice", 0.8) ce', after: "dice then@epoch40 ce" }],
  offer: ({ diagnostic, path }) =>
    path.some((node) => node.kind === "trigger" || node.kind === "call")
      ? [fix("Change to `epoch40`", replaceSpan(diagnostic.span, "epoch40"))]
      : [],
};

/** Weights that would adapt are equal instead. */
export const equalWeights: QuickFix = {
  examples: [{ before: "balance(dice, ce)", after: "0.5*dice + 0.5*ce" }],
  offer({ path, textAt }) {
    const call = enclosing(path, "call");
    const losses = (call?.args ?? []).filter(({ name }) => !name);
    if (call?.name.name !== balance.name || losses.length === 0) return [];
    const weight = Number((1 / losses.length).toPrecision(3));
    const terms = losses.map(({ value }) => `${weight}*${asFactor(value, textAt(value.span))}`);
    return [fix("Give equal weights", replaceSpan(call.span, sumInPlaceOf(call, terms, path, textAt)))];
  },
};

/** Deep supervision is the sum over the heads that it stands for. */
export const sumOverHeads: QuickFix = {
  examples: [
    {
      before: "task { heads: main, aux } minimize deep(dice, decay=0.25)",
      after: "task { heads: main, aux } minimize dice on main + 0.25*dice on aux",
    },
  ],
  offer({ analysis, path, textAt }) {
    const call = enclosing(path, "call");
    if (call?.name.name !== deep.name) return [];
    const argument = (name: string): ast.ArgumentValue | undefined =>
      call.args?.find((a) => a.name?.name === name)?.value;
    const loss = argument("loss") ?? call.args?.find(({ name }) => !name)?.value;
    const [given, decay] = [argument("heads"), argument("decay")];
    const heads =
      given?.kind === "list" ? given.items.map((item) => textAt(item.span).replace(/^"|"$/g, "")) : analysis.task.heads;
    if (!loss || heads.length === 0 || (decay && decay.kind !== "number")) return [];
    const factor = decay?.kind === "number" ? decay.value : 0.5;
    const one = asFactor(loss, textAt(loss.span));
    const weight = (i: number) => (i === 0 ? "" : `${Number((factor ** i).toPrecision(6))}*`);
    const terms = heads.map((head, i) => `${weight(i)}${one} on ${head}`);
    return [fix("Write the sum over the heads", replaceSpan(call.span, sumInPlaceOf(call, terms, path, textAt)))];
  },
};

/** A sum where a call stood, in parentheses where it needs them, with the classes that the call had. */
function sumInPlaceOf(
  call: ast.Call,
  terms: readonly string[],
  path: AstPath,
  textAt: (span: ast.SyntaxNode["span"]) => string,
): string {
  const sum = terms.join(" + ");
  const bare = !call.classes && admitsSum(path.slice(0, path.lastIndexOf(call) + 1));
  return bare ? sum : `(${sum})${call.classes ? textAt(call.classes.span) : ""}`;
}
