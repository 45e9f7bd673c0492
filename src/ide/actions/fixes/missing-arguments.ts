import { argumentKind, type CallableWord } from "../../../language/word.js";
import { parametersOf } from "../../../parameters.js";
import type { ast } from "../../../syntax/index.js";
import type { Analysis } from "../../analysis.js";
import { enclosing } from "../../ast-path.js";
import { type Callee, calleeOf } from "../../callee.js";
import { firstLoss, insertAt, replaceSpan } from "../edits.js";
import { fix, type QuickFix } from "../fix-context.js";

/** Everything that has to be given and is not, with values to go on from. */
export const addMissingArguments: QuickFix = {
  examples: [
    { before: "ramp(0, over=20)*dice", after: "ramp(0, over=20, to=1)*dice" },
    { before: "dice then@plateau() ce", after: 'dice then@plateau(metric="val_dice") ce' },
    {
      before: "task { heads: phi, v } minimize level_set_evolution on phi",
      after: "task { heads: phi, v } minimize level_set_evolution(motion=phi) on phi",
    },
  ],
  offer({ analysis, module, path, textAt }) {
    const call = enclosing(path, "call");
    const callee = call && calleeOf(analysis, call, module);
    const missing = callee && missingArguments(call, callee, analysis);
    if (!missing || missing.length === 0) return [];
    const last = call.args?.at(-1);
    const added = missing.join(", ");
    // In a torn call the parenthesis that closes it may be missing, and an argument may be empty.
    const open = module.source.text.indexOf("(", call.name.span.end);
    const closed = module.source.text[call.span.end - 1] === ")";
    if (call.args && !closed && open >= 0 && open < call.span.end) {
      const whole = { ...call.span, start: open + 1 };
      const kept = (call.args ?? []).filter(({ value }) => value.kind !== "missing").map(({ span }) => textAt(span));
      return [fix(`Add \`${added}\``, replaceSpan(whole, `${[...kept, added].join(", ")})`))];
    }
    const opened = call.args !== undefined;
    const edit = last
      ? insertAt(call.span, last.span.end, `, ${added}`)
      : insertAt(call.span, opened ? call.span.end - 1 : call.span.end, opened ? added : `(${added})`);
    return [fix(`Add \`${added}\``, edit)];
  },
};

function missingArguments(call: ast.Call, callee: Callee, analysis: Analysis): string[] | undefined {
  const named = (call.args ?? []).flatMap(({ name }) => name?.name ?? []);
  if (callee.kind === "def") return undefined;
  if (callee.kind === "builtin") return missingOfWord(call, callee.word, named, analysis);
  const missing = parametersOf(callee.declaration.params).filter(
    ({ name, required }) => required && !named.includes(name),
  );
  const values = missing.map(({ name, meta }) => [name, tensorFor(meta.names, analysis)]);
  return values.some(([, value]) => value === undefined)
    ? undefined
    : values.map(([name, value]) => `${name}=${value}`);
}

function missingOfWord(
  call: ast.Call,
  { byPosition, open, parameters, samples }: CallableWord,
  named: readonly string[],
  analysis: Analysis,
): string[] | undefined {
  const unnamed = (call.args ?? []).filter(({ name }) => !name).length;
  const loss = firstLoss(analysis);
  if (open) return unnamed === 0 && loss !== undefined ? [loss] : undefined;
  const taken = [...byPosition.filter((name) => !named.includes(name)).slice(0, unnamed), ...named];
  return Object.entries(parameters.shape).flatMap(([name, schema]) => {
    const sample = argumentKind(schema) === "loss" ? loss : samples[name];
    return sample === undefined || taken.includes(name) ? [] : [`${name}=${sample}`];
  });
}

const tensorFor = (kind: "head" | "field" | undefined, { task }: Analysis): string | undefined =>
  kind === "head" ? task.heads[0] : kind === "field" ? task.fields[0] : undefined;
