import { visit } from "../ast-path.js";
import { occurrencesOf } from "../occurrences.js";
import { symbolAt } from "../symbol-at.js";
import { freshName } from "./pieces.js";
import { fix, put, type Repair } from "./situation.js";

/** A definition that hides a loss gets a name of its own, wherever it stands. */
export const renameEverywhere: Repair = ({ analysis, diagnostic, module, written }) => {
  const { span } = diagnostic;
  const name = freshName(`my_${written(span)}`, module, analysis);
  const declared = symbolAt(analysis, span.start, module)?.declared;
  if (!declared) return [];
  const places = occurrencesOf(`${declared.file}:${declared.start}`, [analysis]);
  return [fix(`Rename to \`${name}\``, ...places.map((place) => put(place.span, name)))];
};

/** The second of two definitions gets another name; what uses the name means the first. */
export const renameSecond: Repair = ({ analysis, diagnostic, module, path, written }) => {
  const { span } = diagnostic;
  const name = freshName(`${written(span)}2`, module, analysis);
  return path.at(-1)?.kind === "ident" ? [fix(`Rename to \`${name}\``, put(span, name))] : [];
};

/** `def ramp = dice`: another name, also where it stands without arguments, which a word of the language never does. */
export const renameReserved: Repair = ({ analysis, diagnostic, module, written }) => {
  const old = written(diagnostic.span);
  const name = freshName(`my_${old}`, module, analysis);
  const places = [put(diagnostic.span, name)];
  visit(module.file, (path) => {
    const node = path.at(-1)!;
    if (node.kind !== "ident" || node.name !== old || node.span.start === diagnostic.span.start) return;
    const parent = path.at(-2);
    const called = parent?.kind === "call" && parent.args !== undefined;
    if (!called && parent?.kind !== "task-entry" && parent?.kind !== "classes") places.push(put(node.span, name));
  });
  return [fix(`Rename to \`${name}\``, ...places)];
};
