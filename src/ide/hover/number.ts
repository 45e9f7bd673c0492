import type { ast } from "../../syntax/index.js";
import type { Analysis } from "../analysis.js";
import { type Meaning, ownerOf } from "../meaning.js";
import { around } from "../places.js";
import { shareOf } from "../time/share.js";
import { weighedBy } from "../time/weighed.js";
import { code, page } from "./markdown.js";
import { hoverLocal, hoverParameter } from "./parameter.js";
import { weights } from "./shares.js";
import { hoverTaskKey } from "./task.js";

/** A number: what it is a parameter of, or what it weighs and how much that is over time. */
export function hoverNumber(
  analysis: Analysis,
  { number, path, span }: Extract<Meaning, { kind: "number" }>,
): string | undefined {
  const entry = around(path, "task-entry");
  if (entry) return hoverTaskKey(analysis, { kind: "task-key", name: entry.key.name, entry, span });
  const argument = around(path, "argument");
  const call = argument && around(path.slice(0, path.indexOf(argument)), "call");
  const owner = call && ownerOf(analysis, call, analysis.main);
  const asked = argument?.name?.name;
  if (owner?.kind === "loss")
    return asked && hoverParameter(analysis, { kind: "parameter", name: asked, owner, call: call!, span });
  const weighed = weighedBy(analysis, path);
  const share = weighed && shareOf(analysis, weighed.span);
  const here = share && weights(share);
  const parameter = owner?.kind === "def" ? owner.def.parameters.find((p) => p.name.name === asked) : undefined;
  const about =
    owner?.kind === "builtin" && asked !== undefined
      ? hoverParameter(analysis, { kind: "parameter", name: asked, owner, call: call!, span })
      : owner?.kind === "def" && parameter
        ? hoverLocal(analysis, { kind: "local", name: parameter.name.name, parameter, owner, span })
        : undefined;
  if (!here) return about;
  return page(
    about,
    about ? "**What it comes to here**" : `**${number.text}** ${roleOf(analysis, number, weighed!)}`,
    here,
  );
}

/** A factor weighs what it stands before; any other number has some part in a weight. */
function roleOf(analysis: Analysis, number: ast.NumberLiteral, weighed: ast.Expr): string {
  if (weighed.kind === "binary" && weighed.operator === "*" && weighed.left === number)
    return `weighs ${code(shortened(analysis, weighed.right))}`;
  return `has a part in the weight of ${code(shortened(analysis, weighed))}`;
}

function shortened({ source }: Analysis, { span }: ast.Expr): string {
  const text = source.text.slice(span.start, span.end).replace(/\s+/g, " ");
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
