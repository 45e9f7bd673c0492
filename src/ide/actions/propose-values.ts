import { enclosing } from "../ast-path.js";
import { fix, put, type Repair } from "./situation.js";

const choices: Readonly<Record<string, readonly string[]>> = {
  prediction: ["logits", "probabilities"],
  space: ["2d", "3d"],
};

/** `space: 4d`: what can be said there. */
export const proposeValues: Repair = ({ path }) => {
  const entry = enclosing(path, "task-entry");
  const [first, last] = [entry?.values[0], entry?.values.at(-1)];
  if (!entry || !first || !last) return [];
  const span = { ...first.span, end: last.span.end };
  return (choices[entry.key.name] ?? []).map((value) => fix(`Change to \`${value}\``, put(span, value)));
};
