import { freshName } from "./pieces.js";
import { fix, insert, put, type Repair } from "./situation.js";

/** What a used file minimizes becomes a definition that can be used. */
export const nameProgram: Repair = ({ analysis, module }) => {
  const { minimize } = module.file;
  if (!minimize) return [];
  const stem = module.source.file
    .split(/[\\/]/)
    .at(-1)!
    .replace(/\.loss$/, "");
  const name = freshName(/^[A-Za-z_]\w*$/.test(stem) ? stem : "recipe", module, analysis);
  const start = minimize.span.start;
  const edit = minimize.bare
    ? insert(minimize.span, start, `def ${name} = `)
    : put({ ...minimize.span, end: start + "minimize".length }, `def ${name} =`);
  return [fix(`Name it \`${name}\``, edit)];
};
