import { isEase } from "../../../grammar/words.js";
import { type ParameterDescription, saidOfWord } from "../../describe/parameters.js";
import { argumentKind, type CallableWord } from "../../language/word.js";
import { choicesOf, parameterOf } from "../../parameters.js";
import type { Analysis } from "../analysis.js";
import { type Callee, schemaOf, tensorParameterKind } from "../callee.js";
import { parameterLine } from "../hover/loss.js";
import { parametersFor, textIn } from "../hover/parameter.js";
import type { Proposal } from "./completion.js";
import type { CallContext, CompletionContext } from "./context.js";
import { expressions } from "./expressions.js";
import { tensorNames } from "./task.js";
import { easingProposals, moments } from "./time.js";

/** Parameters that are not given yet, and what may stand without a name. */
export function argumentsOf(analysis: Analysis, here: CompletionContext, call: CallContext, owner: Callee): Proposal[] {
  const parameters = parametersFor(owner, (span) => textIn(analysis, span));
  const loose = owner.kind === "builtin" ? byPosition(owner.word, call) : undefined;
  const named = parameters
    .filter(({ name }) => !call.given.includes(name) && !loose?.taken.includes(name))
    .map((parameter) => parameterProposal(parameter, owner));
  return loose?.losses ? [...expressions(analysis, here), ...named] : named;
}

/** What the values without names before this one have taken, and whether a loss may stand here. */
function byPosition(
  { byPosition: positions, open, parameters }: CallableWord,
  { index, given }: CallContext,
): { taken: readonly string[]; losses: boolean } {
  const unnamed = Math.max(0, index - given.length);
  const takesLoss = (name: string) => argumentKind(parameters.shape[name]) === "loss";
  const next = positions[unnamed];
  const losses = open !== undefined || (next !== undefined && takesLoss(next) && !given.includes(next));
  return { taken: [...positions.slice(0, unnamed), ...positions.filter(takesLoss)], losses };
}

function parameterProposal(parameter: ParameterDescription, owner: Callee): Proposal {
  const { name, accepts, default: value, required } = parameter;
  return {
    label: `${name}=`,
    kind: "parameter",
    detail:
      value === undefined
        ? required
          ? `${accepts}, must be given`
          : accepts
        : `${value}${accepts === "any value" ? "" : ` — ${accepts}`}`,
    documentation: owner.kind === "def" ? undefined : parameterLine(parameter),
    rank: required ? 0 : 1,
  };
}

/** What the value of a named argument may be. */
export function valuesOf(analysis: Analysis, here: CompletionContext, owner: Callee, asked: string): Proposal[] {
  const tensor = tensorParameterKind(owner, asked);
  if (tensor) return tensorNames(analysis, tensor);
  const type = owner.kind === "builtin" ? argumentKind(owner.word.parameters.shape[asked]) : undefined;
  if (type === "time") return moments(analysis, here, { triggers: false });
  if (type === "loss") return expressions(analysis, here);
  const parameter = parametersFor(owner, (span) => textIn(analysis, span)).find(({ name }) => name === asked);
  if (!parameter) return [];
  const options = optionsOf(owner, asked);
  if (options.length > 0 && options.every(isEase)) return [...easingProposals];
  const words = [...options, ...(isTruth(parameter) ? ["true", "false"] : [])];
  const values = words.map(
    (word): Proposal => ({
      label: word,
      kind: "value",
      detail: parameter.default?.replaceAll('"', "") === word ? "default" : undefined,
      documentation: (saidOfWord(parameter, word) ?? parameter.meaning) || undefined,
      insert: /^(true|false)$/.test(word) || here.string ? word : JSON.stringify(word),
      rank: 1,
    }),
  );
  // A number may come from a name.
  const numbers = /number|any value/.test(parameter.accepts)
    ? expressions(analysis, here).filter(({ kind }) => kind === "param")
    : [];
  return [...values, ...numbers];
}

const isTruth = ({ accepts, default: value }: ParameterDescription): boolean =>
  accepts.startsWith("true or false") || value === "true" || value === "false";

function optionsOf(owner: Callee, asked: string): readonly string[] {
  if (owner.kind === "def") {
    const fallback = owner.def.parameters.find(({ name }) => name.name === asked)?.value;
    return fallback?.kind === "string" ? [fallback.value] : [];
  }
  const schema = schemaOf(owner);
  const type = schema && parameterOf(schema, asked)?.type;
  return type ? choicesOf(type) : [];
}
