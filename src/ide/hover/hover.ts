import type { Span } from "../../text.js";
import type { Analysis } from "../analysis.js";
import type { ResolvedSymbol } from "../symbol.js";
import { symbolAt } from "../symbol-at.js";
import { hoverDefinition, hoverParam } from "./definition.js";
import { hoverDiagnostics } from "./diagnostic.js";
import { hoverLoss } from "./loss.js";
import { paragraphs } from "./markdown.js";
import { hoverMoment } from "./moment.js";
import { hoverNumber } from "./number.js";
import { hoverLocal, hoverOption, hoverParameter } from "./parameter.js";
import { hoverClass, hoverFile, hoverTaskKey, hoverTaskValue, hoverTensor } from "./task.js";
import { hoverBuiltin, hoverEasing, hoverKeyword, hoverMetric } from "./word.js";

export interface Hover {
  /** GitHub Markdown. */
  readonly markdown: string;
  /** The text that it is about. */
  readonly span: Span;
}

/** What stands at an offset of the main file: what it is, what it does here, and what is wrong with it. */
export function hover(analysis: Analysis, offset: number): Hover | undefined {
  const meaning = symbolAt(analysis, offset);
  const said = meaning && tell(analysis, meaning);
  const wrong = hoverDiagnostics(analysis, offset);
  const span = meaning?.span ?? wrong?.span;
  const markdown = paragraphs(said, said && wrong && "---", wrong?.markdown);
  return span && markdown ? { markdown, span } : undefined;
}

function tell(analysis: Analysis, meaning: ResolvedSymbol): string | undefined {
  switch (meaning.kind) {
    case "loss":
      return hoverLoss(analysis, meaning);
    case "def":
      return hoverDefinition(analysis, meaning);
    case "param":
      return hoverParam(analysis, meaning);
    case "parameter":
      return hoverParameter(analysis, meaning);
    case "local":
      return hoverLocal(analysis, meaning);
    case "option":
      return hoverOption(meaning);
    case "class":
      return hoverClass(analysis, meaning);
    case "head":
    case "mask":
    case "field":
      return hoverTensor(analysis, meaning);
    case "task-key":
      return hoverTaskKey(analysis, meaning);
    case "task-value":
      return hoverTaskValue(meaning);
    case "moment":
      return hoverMoment(analysis, meaning);
    case "number":
      return hoverNumber(analysis, meaning);
    case "builtin":
      return hoverBuiltin(analysis, meaning);
    case "easing":
      return hoverEasing(meaning);
    case "metric":
      return hoverMetric(meaning);
    case "keyword":
      return hoverKeyword(meaning);
    case "file":
      return hoverFile(meaning);
  }
}
