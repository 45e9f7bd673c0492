import type { ast } from "../../syntax/index.js";
import type { Analysis } from "../analysis.js";
import { enclosing } from "../ast-path.js";
import { calleeOf } from "../callee.js";
import type { ResolvedSymbol } from "../symbol.js";
import { contributionOf } from "../time/contribution.js";
import { weightedBy } from "../time/weighted.js";
import { weightsOverTime } from "./contributions.js";
import { code, paragraphs } from "./markdown.js";
import { hoverLocal, hoverParameter } from "./parameter.js";
import { hoverTaskKey } from "./task.js";

/** A number: the parameter it is given for, or the weights that depend on it, over time. */
export function hoverNumber(
  analysis: Analysis,
  { number, path, span }: Extract<ResolvedSymbol, { kind: "number" }>,
): string | undefined {
  const entry = enclosing(path, "task-entry");
  if (entry) return hoverTaskKey(analysis, { kind: "task-key", name: entry.key.name, entry, span });
  const argument = enclosing(path, "argument");
  const call = argument && enclosing(path.slice(0, path.indexOf(argument)), "call");
  const owner = call && calleeOf(analysis, call, analysis.main);
  const asked = argument?.name?.name;
  if (owner?.kind === "loss")
    return asked && hoverParameter(analysis, { kind: "parameter", name: asked, owner, call: call!, span });
  const weighed = weightedBy(analysis, path);
  const contribution = weighed && contributionOf(analysis, weighed.span);
  const here = contribution && weightsOverTime(contribution);
  const parameter = owner?.kind === "def" ? owner.def.parameters.find((p) => p.name.name === asked) : undefined;
  const about =
    owner?.kind === "builtin" && asked !== undefined
      ? hoverParameter(analysis, { kind: "parameter", name: asked, owner, call: call!, span })
      : owner?.kind === "def" && parameter
        ? hoverLocal(analysis, { kind: "local", name: parameter.name.name, parameter, owner, span })
        : undefined;
  if (!here) return about;
  return paragraphs(
    about,
    about ? "**The weights here**" : `**${number.text}** ${roleOf(analysis, number, weighed!)}`,
    here,
  );
}

/** A number in front of a loss is its weight; any other is one of the numbers that a weight is computed from. */
function roleOf(analysis: Analysis, number: ast.NumberLiteral, weighed: ast.Expression): string {
  if (weighed.kind === "binary" && weighed.operator === "*" && weighed.left === number)
    return `is the weight of ${code(shortened(analysis, weighed.right))}`;
  return `is part of the weight of ${code(shortened(analysis, weighed))}`;
}

function shortened({ source }: Analysis, { span }: ast.Expression): string {
  const text = source.text.slice(span.start, span.end).replace(/\s+/g, " ");
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
