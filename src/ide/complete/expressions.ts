import { placeholder } from "../../../grammar/words.js";
import type { Entity } from "../../check/library.js";
import { firstSentence } from "../../describe/sentences.js";
import type { CallableWord } from "../../language/word.js";
import type { LossDeclaration } from "../../loss.js";
import { parameterOf, parametersOf } from "../../parameters.js";
import type { Analysis } from "../analysis.js";
import { formulaOf, pageFor } from "../hover/loss.js";
import { call, code, lossBlock, paragraphs } from "../hover/markdown.js";
import { textIn } from "../hover/parameter.js";
import { wordDocumentation } from "../hover/word.js";
import type { Proposal } from "./completion.js";
import type { CompletionContext } from "./context.js";

/** What may begin an operand: the file's own names first, then recipes, losses and the words that are called. */
export function expressions(analysis: Analysis, { def }: CompletionContext): Proposal[] {
  const locals = def?.parameters.map(({ name, value }) => local(name.name, textIn(analysis, value.span))) ?? [];
  const hidden = new Set(locals.map(({ label }) => label));
  const self = def?.name.kind === "ident" ? def.name.name : undefined;
  const names = [...analysis.library.names(analysis.main)].filter((name) => !hidden.has(name) && name !== self);
  return [...locals, ...names.flatMap((name) => proposed(analysis, analysis.library.find(analysis.main, name)))];
}

const local = (name: string, value: string): Proposal => ({
  label: name,
  kind: "param",
  detail: `= ${value}`,
  documentation: "A parameter of this definition.",
  rank: 0,
});

function proposed(analysis: Analysis, entity: Entity | undefined): Proposal[] {
  switch (entity?.kind) {
    case "loss":
      return [lossProposal(analysis, entity.declaration)];
    case "def":
      return [defProposal(analysis, entity)];
    case "param":
      return holdsNumber(analysis, entity) ? [paramProposal(analysis, entity)] : [];
    case "builtin":
      return entity.word.role === "expression" ? [wordProposal(entity.word, 5)] : [];
    default:
      return [];
  }
}

const holdsNumber = (analysis: Analysis, entity: Extract<Entity, { kind: "param" }>): boolean =>
  ["number", "unknown"].includes(analysis.valueOf(entity).kind);

export const paramProposal = (analysis: Analysis, { name, param }: Extract<Entity, { kind: "param" }>): Proposal => ({
  label: name,
  kind: "param",
  detail: `= ${textIn(analysis, param.value.span)}`,
  documentation: param.doc.join("\n") || undefined,
  rank: 1,
});

function defProposal(analysis: Analysis, { name, def, module }: Extract<Entity, { kind: "def" }>): Proposal {
  const parts = def.parameters.map((p) => `${p.name.name} = ${textIn(analysis, p.value.span)}`);
  const doc = def.doc.join("\n").trim();
  return {
    label: name,
    kind: "definition",
    detail: module.role === "recipe" ? "recipe" : module.role === "used" ? module.source.file : "def",
    documentation: paragraphs(lossBlock(`def ${call(name, parts)}`), doc),
    rank: module.role === "recipe" ? 3 : 1,
  };
}

const documented = new WeakMap<LossDeclaration, string>();

/** Enough to choose by: summary, formula, cost, when to use it. */
function lossDocumentation(declaration: LossDeclaration): string {
  let text = documented.get(declaration);
  if (text === undefined) {
    const { formula, cost } = pageFor(declaration);
    const names = Object.keys(declaration.params.shape);
    text = paragraphs(
      declaration.summary,
      formulaOf(formula.text),
      `**When to use it.** ${firstSentence(declaration.advice)}`,
      [`cost ${cost.split(":")[0]}`, names.length > 0 && `parameters ${names.map(code).join(", ")}`]
        .filter(Boolean)
        .join(" · "),
    );
    documented.set(declaration, text);
  }
  return text;
}

function lossProposal({ task }: Analysis, declaration: LossDeclaration): Proposal {
  const { name, group, dimensions, summary } = declaration;
  const unfit = task.space !== undefined && dimensions !== undefined && !dimensions.includes(task.space);
  const required = requiredOf(declaration);
  return {
    label: name,
    kind: "loss",
    detail: unfit ? `only for ${dimensions.map((d) => `${d}-D`).join(", ")}` : `${group} — ${brief(summary)}`,
    documentation: lossDocumentation(declaration),
    rank: unfit ? 8 : 4,
    ...(required.length > 0 && {
      insert: `${name}(${required.map((parameter, i) => `${parameter}=${placeholder(i + 1, choices(parameter, declaration, task))}`).join(", ")})`,
      snippet: true,
    }),
  };
}

const brief = (summary: string): string => {
  const [first] = summary.replace(/\.$/, "").split(/: |; /);
  return first!.length <= 60 ? first! : `${first!.slice(0, 57)}…`;
};

export const requiredOf = ({ params }: LossDeclaration): string[] =>
  parametersOf(params).flatMap(({ name, required }) => (required ? [name] : []));

function choices(parameter: string, { params }: LossDeclaration, task: Analysis["task"]): readonly string[] {
  const names = parameterOf(params, parameter)?.meta.names;
  return names === "head" ? task.heads : names === "field" ? task.fields : [];
}

export const wordProposal = (word: CallableWord, rank: number): Proposal => ({
  label: word.name,
  kind: word.role === "trigger" ? "trigger" : "builtin",
  detail: word.brief,
  documentation: wordDocumentation(word),
  insert: word.snippet,
  snippet: true,
  rank,
});
