import { fix, put, type Repair } from "./situation.js";

/** `param region = dice`: an expression gets its name by `def`. */
export const defForParam: Repair = ({ analysis, module, written, diagnostic }) => {
  const entity = analysis.library.find(module, written(diagnostic.span));
  if (entity?.kind !== "param" || entity.param.value.kind !== "ident") return [];
  const { span } = entity.param;
  return [fix("Change `param` to `def`", put({ ...span, end: span.start + "param".length }, "def"))];
};
