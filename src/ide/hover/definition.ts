import { type Constant, kindOf } from "../../check/constants.js";
import { writtenMoment } from "../../check/units.js";
import { type Analysis, moduleOf } from "../analysis.js";
import type { Meaning } from "../meaning.js";
import { around, pathAt } from "../places.js";
import { shareOf } from "../time/share.js";
import { block, call, code, linked, page } from "./markdown.js";
import { hoverMoment } from "./moment.js";
import { textIn } from "./parameter.js";
import { senseText } from "./sense.js";
import { weights, weightsAround } from "./shares.js";

/** A definition: its comment, what it comes to — with the arguments given here — and what it adds to the program. */
export function hoverDefinition(analysis: Analysis, meaning: Extract<Meaning, { kind: "def" }>): string {
  const { name, def, module, call: use } = meaning;
  const parts = def.parameters.map((p) => `${p.name.name} = ${textIn(analysis, p.value.span)}`);
  const share = use && shareOf(analysis, use.span);
  const here = share && weights(share);
  return page(
    block(`def ${call(name, parts)}`),
    paragraph(def.doc),
    comesTo(analysis, meaning),
    here && `**What it adds here**\n\n${here}`,
    origin(module.role, module.source.file),
  );
}

/** Lines of a comment, as the Markdown they are. */
export const paragraph = (doc: readonly string[]): string => linked(doc.join("\n").trim());

function comesTo(
  analysis: Analysis,
  { name, def, module, call: use }: Extract<Meaning, { kind: "def" }>,
): string | undefined {
  const asUsed = use?.args && use.args.length > 0 && moduleOf(analysis, use.span.file);
  const told = asUsed && analysis.expressionMeaning(use, asUsed);
  if (told) return `**Stands for**, as it is called here\n\n${block(senseText(told, analysis.options.library))}`;
  if (def.name.kind === "missing") return undefined;
  const sense = analysis.expressionMeaning({ kind: "call", name: def.name, span: def.name.span }, module);
  if (!sense) return undefined;
  const how = def.parameters.length > 0 ? ", with its defaults" : "";
  return sense.terms.length === 1 && sense.terms[0]!.label === name
    ? undefined
    : `**Stands for**${how}\n\n${block(senseText(sense, analysis.options.library))}`;
}

const origin = (role: string, file: string): string | undefined => {
  if (role === "recipe") return "*A recipe of the library.*";
  return role === "used" ? `*From ${code(file)}.*` : undefined;
};

/** A parameter of the file: its comment and its value, which the host may have set. */
export function hoverParam(
  analysis: Analysis,
  { name, param, module, span }: Extract<Meaning, { kind: "param" }>,
): string {
  const text = textIn(analysis, param.value.span);
  const value = analysis.valueOf({ kind: "param", name, param, module, span: param.span });
  const moment = span.file === analysis.source.file ? around(pathAt(analysis, span.start), "moment") : undefined;
  const when = moment && around(pathAt(analysis, span.start), "switch", "fade");
  const now = show(value);
  const set = now !== undefined && Object.hasOwn(analysis.options.params ?? {}, name);
  return page(
    block(`param ${name} = ${text}`),
    paragraph(param.doc),
    set && `The host has set it to ${code(now)}.`,
    weightsAround(analysis, span),
    moment && hoverMoment(analysis, { kind: "moment", moment, span: moment.span, ...(when && { when }) }),
    `${capital(kindOf(value))} that the host may replace: ${code(`--set ${name}=…`)} or ${code(`compile(…, { params: { ${name}: … } })`)}.`,
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
