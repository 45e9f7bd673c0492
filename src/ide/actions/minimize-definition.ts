import { firstLoss } from "./pieces.js";
import { fix, insert, type Repair } from "./situation.js";

/** A file that minimizes nothing minimizes its last definition. */
export const minimizeDefinition: Repair = ({ analysis, diagnostic, module }) => {
  const defs = module.file.items.flatMap((item) =>
    item.kind === "def" && item.name.kind === "ident" ? item.name.name : [],
  );
  const what = defs.at(-1) ?? firstLoss(analysis);
  if (what === undefined) return [];
  const { text } = module.source;
  const gap = text.endsWith("\n") ? "\n" : "\n\n";
  return [fix(`Write \`minimize ${what}\``, insert(diagnostic.span, text.length, `${gap}minimize ${what}\n`))];
};
