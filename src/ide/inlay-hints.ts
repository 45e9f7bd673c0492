import type { ast } from "../syntax/index.js";
import type { Span } from "../text.js";
import type { Analysis } from "./analysis.js";
import { visit } from "./ast-path.js";
import { timeHints } from "./time-hints.js";
import { weightHints } from "./weight-hints.js";

/** A remark that an editor shows between the words of a text. */
export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  readonly kind: "weight" | "time" | "activation";
  /** Whether it keeps a distance from the text before or behind it. */
  readonly padding: "left" | "right";
  /** More of it, in a sentence. */
  readonly tooltip: string;
}

/** What the text does not show at once: weights that a factor further out multiplies, the times that names stand for, when a phase ends, the activation. */
export function inlayHints(
  analysis: Analysis,
  range: Pick<Span, "start" | "end"> = { start: 0, end: analysis.source.text.length },
): InlayHint[] {
  const hints = [...activation(analysis), ...weightHints(analysis), ...timeHints(analysis)];
  return hints.filter(({ offset }) => range.start <= offset && offset <= range.end).sort((a, b) => a.offset - b.offset);
}

function activation(analysis: Analysis): InlayHint[] {
  const { main, task } = analysis;
  if (task.prediction === "probabilities" || task.exclusive === undefined) return [];
  const names = task.classes ?? [];
  const shown = names.length > 4 ? `${names.length} ${task.exclusive ? "classes" : "labels"}` : names.join(", ");
  const label = `: ${task.exclusive ? "softmax over" : "sigmoid for each of"} ${shown}`;
  const said = main.file.items.find((item) => item.kind === "task");
  // The host may describe the task that the text does not.
  const first = said ? said.span.start + "task".length : firstTerm(main.file)?.span.end;
  if (first === undefined) return [];
  const tooltip = task.exclusive
    ? "The classes exclude one another: the logits of a pixel are turned into probabilities that add up to 1."
    : "The labels are independent: each logit is turned into a probability of its own.";
  return [{ offset: first, label, kind: "activation", padding: "right", tooltip }];
}

function firstTerm({ minimize }: ast.File): ast.Call | undefined {
  let found: ast.Call | undefined;
  if (minimize)
    visit(minimize.body, (path) => {
      const node = path.at(-1)!;
      if (!found && node.kind === "call") found = node;
    });
  return found;
}
