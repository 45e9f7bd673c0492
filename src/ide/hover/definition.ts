import { type Constant, constantKind } from "../../check/constants.js";
import { writtenMoment } from "../../program/training-axis.js";
import { type Analysis, moduleOf } from "../analysis.js";
import { enclosing, pathAt } from "../ast-path.js";
import type { ResolvedSymbol } from "../symbol.js";
import { contributionOf } from "../time/contribution.js";
import { weightsAround, weightsOverTime } from "./contributions.js";
import { expandedText } from "./expanded.js";
import { call, code, linked, lossBlock, paragraphs } from "./markdown.js";
import { hoverMoment } from "./moment.js";
import { textIn } from "./parameter.js";

/** A definition: its comment, what it expands to with the arguments given here, and what it contributes to the program. */
export function hoverDefinition(analysis: Analysis, meaning: Extract<ResolvedSymbol, { kind: "def" }>): string {
  const { name, def, module, call: use } = meaning;
  const parts = def.parameters.map((p) => `${p.name.name} = ${textIn(analysis, p.value.span)}`);
  const contribution = use && contributionOf(analysis, use.span);
  const here = contribution && weightsOverTime(contribution);
  return paragraphs(
    lossBlock(`def ${call(name, parts)}`),
    paragraph(def.doc),
    comesTo(analysis, meaning),
    here && `**What it contributes here**\n\n${here}`,
    origin(module.role, module.source.file),
  );
}

/** Lines of a comment, as the Markdown they are. */
export const paragraph = (doc: readonly string[]): string => linked(doc.join("\n").trim());

function comesTo(
  analysis: Analysis,
  { name, def, module, call: use }: Extract<ResolvedSymbol, { kind: "def" }>,
): string | undefined {
  const asUsed = use?.args && use.args.length > 0 && moduleOf(analysis, use.span.file);
  const told = asUsed && analysis.expressionMeaning(use, asUsed);
  if (told) return `**Expands to**, as it is called here\n\n${lossBlock(expandedText(told, analysis.options.library))}`;
  if (def.name.kind === "missing") return undefined;
  const sense = analysis.expressionMeaning({ kind: "call", name: def.name, span: def.name.span }, module);
  if (!sense) return undefined;
  const how = def.parameters.length > 0 ? ", with its defaults" : "";
  return sense.terms.length === 1 && sense.terms[0]!.label === name
    ? undefined
    : `**Expands to**${how}\n\n${lossBlock(expandedText(sense, analysis.options.library))}`;
}

const origin = (role: string, file: string): string | undefined => {
  if (role === "recipe") return "*A recipe of the library.*";
  return role === "used" ? `*From ${code(file)}.*` : undefined;
};

/** A parameter of the file: its comment and its value, which the host may have set. */
export function hoverParam(
  analysis: Analysis,
  { name, param, module, span }: Extract<ResolvedSymbol, { kind: "param" }>,
): string {
  const text = textIn(analysis, param.value.span);
  const value = analysis.valueOf({ kind: "param", name, param, module, span: param.span });
  const moment = span.file === analysis.source.file ? enclosing(pathAt(analysis, span.start), "moment") : undefined;
  const when = moment && enclosing(pathAt(analysis, span.start), "switch", "fade");
  const now = show(value);
  const set = now !== undefined && Object.hasOwn(analysis.options.params ?? {}, name);
  return paragraphs(
    lossBlock(`param ${name} = ${text}`),
    paragraph(param.doc),
    set && `The host has set it to ${code(now)}.`,
    weightsAround(analysis, span),
    moment && hoverMoment(analysis, { kind: "moment", moment, span: moment.span, ...(when && { when }) }),
    `${capital(constantKind(value))} that the host may replace: ${code(`--set ${name}=…`)} or ${code(`compile(…, { params: { ${name}: … } })`)}.`,
  );
}

function show(constant: Constant): string | undefined {
  switch (constant.kind) {
    case "number":
    case "boolean":
    case "string":
    case "word":
      return `${constant.value}`;
    case "moment":
      return writtenMoment(constant.value);
    case "span":
      return `${writtenMoment(constant.from)}..${writtenMoment(constant.to)}`;
    case "list":
      return `[${constant.items.map(show).join(", ")}]`;
    default:
      return undefined;
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
