import { fix, put, type Repair } from "./situation.js";

/** `param linear = 0.5`: another name, wherever the word was meant as one. */
export const renameWord: Repair = ({ analysis, diagnostic, module, written }) => {
  const word = written(diagnostic.span);
  const places = module.diagnostics.filter(({ code, span }) => code === diagnostic.code && written(span) === word);
  let name = `${word}_`;
  while (analysis.library.find(module, name)) name += "_";
  return [fix(`Write \`${name}\``, ...places.map(({ span }) => put(span, name)))];
};
