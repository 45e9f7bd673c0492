import type { ParameterDescription } from "../../describe/parameters.js";
import type { CallableWord } from "../../language/word.js";
import type { Analysis } from "../analysis.js";
import { type Callee, calleeNamed } from "../callee.js";
import { parameterLine } from "../hover/loss.js";
import { calleeName, parametersFor, textIn } from "../hover/parameter.js";
import { type CallContext, completionContextAt, enclosingCall } from "./context.js";

/** How the call around a place is written. */
export interface Signature {
  /** The whole call: `tversky(alpha=0.5, beta=0.5)`. */
  readonly label: string;
  readonly documentation: string;
  readonly parameters: readonly {
    /** Its part of the label. */
    readonly label: readonly [start: number, end: number];
    readonly documentation: string;
  }[];
  /** Which parameter is being written; nothing while that is open. */
  readonly active: number | undefined;
}

/** Help for the innermost call of a loss, a definition, a trigger or a word of the language whose parentheses hold the offset. */
export function signature(analysis: Analysis, offset: number): Signature | undefined {
  const here = completionContextAt(analysis, offset);
  const call = here && enclosingCall(here);
  const owner = call && calleeNamed(analysis, call.name);
  // In a definition the parentheses behind its name declare.
  const declares = here?.item?.text === "def" && here.def?.name.span.start === call?.at.start;
  if (!here || !call || !owner || declares) return undefined;
  const parameters = parametersFor(owner, (span) => textIn(analysis, span));
  const parts = partsOf(owner, parameters);
  let label = `${calleeName(owner)}(`;
  const told = parts.map(({ text, documentation }, i) => {
    const start = label.length;
    label += text;
    const end = label.length;
    if (i + 1 < parts.length) label += ", ";
    return { label: [start, end] as const, documentation };
  });
  label += ")";
  const active = activeOf(parts, call, owner, here.prefix);
  return { label, documentation: summaryOf(owner), parameters: told, active };
}

interface Part {
  readonly name: string;
  readonly text: string;
  readonly documentation: string;
}

function partsOf(owner: Callee, parameters: readonly ParameterDescription[]): Part[] {
  const loose = looseOf(owner);
  const parts = parameters.map((parameter): Part => {
    const { name, default: value, required } = parameter;
    const text = loose.positions.includes(name)
      ? name
      : value === undefined
        ? `${name}=${required ? "" : "…"}`
        : `${name}=${value}`;
    return { name, text, documentation: owner.kind === "def" ? "" : parameterLine(parameter) };
  });
  return loose.open ? [{ name: "", text: loose.open.text, documentation: loose.open.meaning }, ...parts] : parts;
}

/** What may stand without a name. */
function looseOf(owner: Callee): { positions: readonly string[]; open?: CallableWord["open"] } {
  if (owner.kind !== "builtin") return { positions: [] };
  const { byPosition, open } = owner.word;
  return { positions: byPosition, open };
}

/** A name says which it is; a value without one goes by its place; a name that is being written by how it begins. */
function activeOf(
  parts: readonly Part[],
  { argument, index, fresh }: CallContext,
  owner: Callee,
  prefix: string,
): number | undefined {
  const { positions, open } = looseOf(owner);
  const place = (name: string | undefined) => {
    const at = parts.findIndex((part) => part.name === name);
    return at < 0 ? undefined : at;
  };
  if (argument !== undefined) return place(argument);
  const begun = fresh && prefix !== "" ? parts.findIndex(({ name }) => name.startsWith(prefix)) : -1;
  if (begun >= 0) return begun;
  if (open) return 0;
  return place(positions[index]);
}

function summaryOf(owner: Callee): string {
  if (owner.kind === "loss") return owner.declaration.summary;
  return owner.kind === "def" ? owner.def.doc.join("\n").trim() : owner.word.summary;
}
