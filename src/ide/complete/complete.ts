import { placeholder } from "../../../grammar/words.js";
import type { Analysis } from "../analysis.js";
import { calleeNamed } from "../callee.js";
import { argumentsOf, valuesOf } from "./arguments.js";
import { type Completion, type Proposal, toCompletions } from "./completion.js";
import { type CompletionContext, type ContextToken, completionContextAt, enclosingCall } from "./context.js";
import { expressions } from "./expressions.js";
import { items } from "./items.js";
import { metrics, paths } from "./strings.js";
import { classes, keys, tensorNames, valuesOfKey } from "./task.js";
import { continuations, easingProposals, moments } from "./time.js";

/** What could be written at an offset of the main file. Editors leave out what does not begin like the word that is there. */
export function complete(analysis: Analysis, offset: number): Completion[] {
  const here = completionContextAt(analysis, offset);
  if (!here) return [];
  if (here.string) return toCompletions(inString(analysis, here), here.string);
  // A number is being written, whose digits nobody completes; `2d` is the exception.
  const number = /^\d/.test(here.prefix) || /(?:^|[^.])\.$/.test(analysis.source.text.slice(0, here.word.start));
  if (number && here.item?.text !== "task") return [];
  return toCompletions(proposals(analysis, here), here.word);
}

function proposals(analysis: Analysis, here: CompletionContext): Proposal[] {
  const { prev, open, item, before } = here;
  const inner = open.at(-1);
  if (item?.text === "task" && (inner?.bracket === "{" || open.some(({ bracket }) => bracket === "{")))
    return inTask(analysis, here);
  if (prev?.text === "use") return paths(analysis, true);
  if (prev && ["task", "param", "def"].includes(prev.text) && prev.kind === "keyword") return [];
  if (prev?.text === "on") return tensorNames(analysis, "head");
  if (prev?.text === "where") return tensorNames(analysis, "mask");
  if (prev?.text === "@") return moments(analysis, here, { triggers: true });
  if (prev?.text === "then")
    return [
      { label: "@", kind: "keyword", detail: "then when", insert: `@epoch${placeholder(1, ["40"])} $0`, snippet: true },
    ];
  if (inner?.bracket === "[") return inBrackets(analysis, here);
  if (prev?.text === "..") return moments(analysis, here, { triggers: false });
  const call = enclosingCall(here);
  if (inner?.bracket === "(" && inner.behind?.kind === "name" && call) {
    if (
      item?.text === "def" &&
      before.at(before.indexOf(item) + 1) === inner.behind &&
      !before.includes(equalsOf(here)!)
    )
      return inParameters(here);
    const owner = calleeNamed(analysis, call.name);
    if (owner && call.argument !== undefined && call.fresh) return valuesOf(analysis, here, owner, call.argument);
    if (owner && call.fresh) return argumentsOf(analysis, here, call, owner);
    if (!owner && call.fresh) return [];
  }
  if (item?.text === "param") return afterParam(analysis, here);
  if (prev && endsMoment(before)) {
    const fades = before.slice(before.findLastIndex(({ text }) => text === "@")).some(({ text }) => text === "..");
    return [...(fades ? easingProposals : []), ...expressions(analysis, here)];
  }
  if (prev && endsOperand(prev)) {
    const follow = continuations(analysis);
    // After a whole item another may begin; what is minimized is the last.
    return open.length > 0 ? follow : [...follow, ...(item && item.text !== "minimize" ? items : [])];
  }
  const start = before.length === 0 || (item === undefined && before.length === 0);
  return [...(start ? items.map((proposal) => ({ ...proposal, rank: 2 })) : []), ...expressions(analysis, here)];
}

const equalsOf = ({ before, item }: CompletionContext): ContextToken | undefined =>
  item
    ? before.slice(before.indexOf(item)).find(({ text }, i, all) => text === "=" && depth(all.slice(0, i)) === 0)
    : undefined;

const depth = (tokens: readonly ContextToken[]): number =>
  tokens.reduce(
    (n, { text, kind }) => (kind !== "bracket" ? n : "([{".includes(text) ? n + 1 : ")]}".includes(text) ? n - 1 : n),
    0,
  );

const endsOperand = ({ kind, text }: ContextToken): boolean =>
  kind === "name" ||
  kind === "number" ||
  kind === "unit" ||
  kind === "string" ||
  text === ")" ||
  text === "]" ||
  text === "}" ||
  text === "true" ||
  text === "false";

/** Whether the words end in a whole moment after `then@`, behind which the phase begins. */
function endsMoment(before: readonly ContextToken[]): boolean {
  const at = before.findLastIndex(({ text }) => text === "@");
  if (at < 0) return false;
  const moment = before.slice(at + 1);
  const [first] = moment;
  if (first?.kind === "name" && moment[1]?.text === "(") {
    // A trigger: whole once its parenthesis is closed.
    return (
      depth(moment) === 0 &&
      moment.at(-1)?.text === ")" &&
      moment.findIndex((_, i) => i > 0 && depth(moment.slice(0, i + 1)) === 0) === moment.length - 1
    );
  }
  return (
    /^(?:[A-Za-z_]\w*|[\d.]+%?)(?:[+-][\d.]+)*(?:\.\.(?:[A-Za-z_]\w*|[\d.]+%?)(?:[+-][\d.]+)*)?$/.test(
      moment.map(({ text }) => text).join(""),
    ) && gapless(moment)
  );
}

/** Two names side by side are a moment and the beginning of its phase. */
const gapless = (tokens: readonly ContextToken[]): boolean =>
  tokens.every(
    ({ kind }, i) =>
      i === 0 ||
      !(["name", "number", "unit"].includes(kind) && ["name", "number", "unit"].includes(tokens[i - 1]!.kind)),
  );

function inTask(analysis: Analysis, { prev, before, item, open }: CompletionContext): Proposal[] {
  const inside = before.slice(before.indexOf(item!) + 1);
  const colon = inside.findLastIndex(({ text }) => text === ":");
  const key = inside[colon - 1]?.text;
  const written = analysis.main.file.items.find((node) => node.kind === "task" && node.span.start === item!.span.start);
  const proposedKeys = keys(written?.kind === "task" ? written : undefined);
  if (colon < 0 || !prev || open.at(-1)?.bracket === "[") return colon < 0 ? proposedKeys : [];
  if (prev.text === ":") return valuesOfKey(key ?? "");
  // After a comma a further value comes, or a key, if the comma only separates.
  return proposedKeys;
}

function inBrackets(analysis: Analysis, here: CompletionContext): Proposal[] {
  const { open, prev } = here;
  const inner = open.at(-1)!;
  const chooses = inner.behind && (inner.behind.kind === "name" || [")", "]"].includes(inner.behind.text));
  if (chooses) {
    if (prev !== inner.at && prev?.text !== "," && prev?.text !== "!") return [];
    const chosen = inner.inside.map(({ text }) => text);
    return classes(analysis, chosen, inner.inside.length === 0);
  }
  const call = enclosingCall(here);
  const owner = call && calleeNamed(analysis, call.name);
  return owner && call.argument !== undefined ? valuesOf(analysis, here, owner, call.argument) : [];
}

/** Names of parameters are new; their defaults are literals. */
const inParameters = ({ prev }: CompletionContext): Proposal[] =>
  prev?.text === "="
    ? [
        { label: "true", kind: "value" },
        { label: "false", kind: "value" },
      ]
    : [];

function afterParam(analysis: Analysis, here: CompletionContext): Proposal[] {
  const { prev } = here;
  if (prev?.text === "=") return moments(analysis, here, { triggers: false });
  return prev && endsOperand(prev) && here.before.at(-2)?.text !== "param" ? [...items] : [];
}

function inString(analysis: Analysis, here: CompletionContext): Proposal[] {
  if (here.prev?.text === "use") return paths(analysis, false);
  const call = enclosingCall(here);
  if (!call) return [];
  const owner = calleeNamed(analysis, call.name);
  const trigger = owner?.kind === "builtin" && owner.word.role === "trigger";
  if (trigger && (call.argument ?? "metric") === "metric" && (call.argument || call.index === 0))
    return metrics(analysis);
  return owner && call.argument !== undefined ? valuesOf(analysis, here, owner, call.argument) : [];
}
