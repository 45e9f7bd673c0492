import { literalText } from "../../../describe/parameters.js";
import { parametersOf } from "../../../parameters.js";
import type { Analysis } from "../../analysis.js";
import { enclosing, pathAt } from "../../ast-path.js";
import { calleeOf } from "../../callee.js";
import { insertAt, replaceSpan } from "../edits.js";
import { fix } from "../fix-context.js";
import type { Refactoring } from "../refactoring.js";

/* What a cursor stands on, written another way. */

/** The node of a kind that the cursor is in, or has just left. */
const nodeAt = <K extends "call" | "index-range" | "switch">(analysis: Analysis, offset: number, kind: K) =>
  enclosing(pathAt(analysis, offset), kind) ?? enclosing(pathAt(analysis, offset, "before"), kind);

/** Numbers of classes become their names. */
export const nameClassIndex: Refactoring = {
  kind: "refactor.rewrite",
  examples: [
    {
      before: "task { classes: a, b, c }\nminimize dice[|1] + ce[!0]",
      after: "task { classes: a, b, c }\nminimize dice[b] + ce[!0]",
    },
    {
      before: "task { classes: a, b, c }\nminimize ce[!|0..1]",
      after: "task { classes: a, b, c }\nminimize ce[!a, b]",
    },
  ],
  offer({ analysis, start }) {
    const item = nodeAt(analysis, start, "index-range");
    const names = item && analysis.task.classes?.slice(item.from, item.to + 1);
    if (!item || names?.length !== item.to - item.from + 1) return undefined;
    if (!names.every((name) => /^[A-Za-z_]\w*$/.test(name))) return undefined;
    const text = names.join(", ");
    return fix(`Write the name: \`${text}\``, replaceSpan(item.span, text));
  },
};

/** A loss with all its parameters at their defaults, to see what could be changed. */
export const writeDefaults: Refactoring = {
  kind: "refactor.rewrite",
  examples: [
    {
      before: "dice + boun|dary(offset=2)",
      after: 'dice + boundary(offset=2, inner="zero", normalize="none", background=false)',
    },
  ],
  offer({ analysis, start }) {
    const call = nodeAt(analysis, start, "call");
    const callee = call && calleeOf(analysis, call, analysis.main);
    if (!call || callee?.kind !== "loss") return undefined;
    const given = new Set((call.args ?? []).map(({ name }) => name?.name));
    const missing = parametersOf(callee.declaration.params).flatMap(({ name, default: value }) =>
      given.has(name) || value === undefined || value === null ? [] : [`${name}=${literalText(value)}`],
    );
    if (missing.length === 0) return undefined;
    const added = missing.join(", ");
    const last = call.args?.at(-1);
    const edit = last
      ? insertAt(call.span, last.span.end, `, ${added}`)
      : insertAt(call.span, call.args ? call.span.end - 1 : call.span.end, call.args ? added : `(${added})`);
    return fix("Write out the defaults", edit);
  },
};

/** How long a fade is to begin with, in the unit of its time. */
const fadeLengths = { epoch: 10, step: 1000, percent: 10 } as const;

/** A phase that replaces the one before it at once fades in instead, from the same time on. */
export const switchToFade: Refactoring = {
  kind: "refactor.rewrite",
  changesMeaning: true,
  examples: [
    { before: "dice then@epoch4|0 ce", after: "dice then@epoch40..50 ce" },
    { before: "dice then@step|40 ce", after: "dice then@step40..1040 ce" },
    { before: "dice then@3|0% ce", after: "dice then@30%..40% ce" },
  ],
  offer({ analysis, start }) {
    const change = nodeAt(analysis, start, "switch");
    if (change?.at.kind !== "moment") return undefined;
    const { base, offset, span } = change.at;
    if (base.kind === "plain" || base.kind === "ident" || offset !== 0) return undefined;
    const isPercent = base.kind === "percent";
    const end = `${base.value + fadeLengths[base.kind]}${isPercent ? "%" : ""}`;
    return fix(`Fade until \`${isPercent ? "" : base.kind}${end}\``, insertAt(span, span.end, `..${end}`));
  },
};
