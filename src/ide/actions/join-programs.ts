import { asTerm } from "./pieces.js";
import { fix, put, type Repair } from "./situation.js";

/** A second `minimize`: its losses are added to the first's. */
export const joinPrograms: Repair = ({ diagnostic, module, written }) => {
  const { file, source } = module;
  const { span } = diagnostic;
  const keyword = "minimize";
  const first = file.minimize;
  if (!first || written(span) !== keyword) return [];
  const rest = source.text.slice(span.end);
  const scheduled = [
    asTerm(first.body, "x") !== "x",
    /\bthen\b/.test(rest.split(/\b(?:minimize|def|param|task|use)\b/)[0]!),
  ];
  // A schedule binds more loosely than a sum, and parentheses would have to be guessed.
  if (scheduled.includes(true)) return [];
  return [fix("Add it to the first", put(span, "+"))];
};
