import { firstLoss } from "./pieces.js";
import { fix, insert, type Repair } from "./situation.js";

/** An empty text gets its first loss. */
export const beginProgram: Repair = ({ analysis, diagnostic, module }) => {
  const loss = firstLoss(analysis);
  if (loss === undefined) return [];
  const { text } = module.source;
  const gap = text === "" || text.endsWith("\n") ? "" : "\n";
  return [fix(`Write \`${loss}\``, insert(diagnostic.span, text.length, `${gap}${loss}\n`))];
};
