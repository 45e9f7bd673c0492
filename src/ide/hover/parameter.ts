import { type ParameterDescription, saidOfWord } from "../../describe/parameters.js";
import { wordParameters } from "../../describe/word.js";
import type { Analysis } from "../analysis.js";
import { moduleOf } from "../analysis.js";
import type { Callee } from "../callee.js";
import type { ResolvedSymbol } from "../symbol.js";
import { weightsAround } from "./contributions.js";
import { pageFor } from "./loss.js";
import { code, lossBlock, paragraphs } from "./markdown.js";

/** The parameters of what may be called, as pages tell them; a definition's have no bounds. */
export function parametersFor(
  owner: Callee,
  textOf: (span: { start: number; end: number; file: string }) => string,
): readonly ParameterDescription[] {
  if (owner.kind === "loss") return pageFor(owner.declaration).parameters;
  if (owner.kind === "builtin") return wordParameters(owner.word);
  return owner.def.parameters.map(({ name, value }) => ({
    name: name.name,
    accepts: "any value",
    default: textOf(value.span),
    required: false,
    meaning: "",
  }));
}

export const calleeName = (owner: Callee): string => {
  if (owner.kind === "loss") return owner.declaration.name;
  if (owner.kind === "builtin") return owner.word.name;
  return owner.def.name.kind === "ident" ? owner.def.name.name : "";
};

/** A text as it is written, on one line. */
export const textIn = (
  analysis: Analysis,
  { file, start, end }: { file: string; start: number; end: number },
): string => (moduleOf(analysis, file)?.source.text.slice(start, end) ?? "").replace(/\s+/g, " ");

export function hoverParameter(
  analysis: Analysis,
  { name, owner }: Extract<ResolvedSymbol, { kind: "parameter" }>,
): string | undefined {
  const parameter = parametersFor(owner, (span) => textIn(analysis, span)).find((p) => p.name === name);
  if (!parameter) return undefined;
  const of = calleeName(owner);
  return paragraphs(
    lossBlock(`${of}(${name}${parameter.default === undefined ? "" : `=${parameter.default}`})`),
    described(parameter),
  );
}

const described = ({ accepts, meaning, default: value, required }: ParameterDescription): string =>
  paragraphs(
    meaning,
    [
      accepts === "any value" ? "" : `Takes: ${accepts}`,
      value === undefined ? (required ? "must be given" : "") : `default ${code(value)}`,
    ]
      .filter(Boolean)
      .join(" · "),
  );

/** A parameter of a definition: its default, and the sentences of the comment that speak of it. */
export function hoverLocal(
  analysis: Analysis,
  { name, owner, parameter, span }: Extract<ResolvedSymbol, { kind: "local" }>,
): string {
  const doc = owner.def.doc.join(" ");
  const names = new Set([name, capital(name)]);
  const about = doc
    .split(/(?<=[.!?]) /)
    .filter((sentence) => (sentence.match(/\w+/g) ?? []).some((word) => names.has(word)));
  return paragraphs(
    lossBlock(`def ${calleeName(owner)}(${name} = ${textIn(analysis, parameter.value.span)})`),
    about.join(" ") ||
      `A parameter of ${code(calleeName(owner))}; a call may set it: ${code(`${calleeName(owner)}(${name}=…)`)}.`,
    weightsAround(analysis, span),
  );
}

/** A word that a parameter chooses from: what the parameter says of this one. */
export function hoverOption({
  name,
  parameter: asked,
  owner,
}: Extract<ResolvedSymbol, { kind: "option" }>): string | undefined {
  const parameter = parametersFor(owner, () => "").find((p) => p.name === asked);
  if (!parameter || owner.kind === "def") return undefined;
  const said = saidOfWord(parameter, name);
  return paragraphs(
    lossBlock(`${calleeName(owner)}(${asked}=${JSON.stringify(name)})`),
    said && capital(said),
    said ? `Takes: ${parameter.accepts} · default ${code(parameter.default ?? "none")}` : described(parameter),
  );
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
