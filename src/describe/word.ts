import type { CallableWord } from "../language/word.js";
import { describeParameters, type ParameterDescription } from "./parameters.js";

const known = new Map<CallableWord, readonly ParameterDescription[]>();

/** The parameters of a word of the language, as pages and help tell them. */
export function wordParameters(word: CallableWord): readonly ParameterDescription[] {
  let parameters = known.get(word);
  if (!parameters) {
    parameters = describeParameters(word.parameters);
    known.set(word, parameters);
  }
  return parameters;
}

/** What stands in the parentheses of a call: values without names by their meaning. */
export const callArguments = (word: CallableWord): readonly string[] => [
  ...(word.open ? [word.open.text] : []),
  ...wordParameters(word).map(({ name, default: value }) =>
    word.byPosition.includes(name) ? name : `${name}=${value ?? "…"}`,
  ),
];
