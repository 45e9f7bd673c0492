import { fix, put, type Repair } from "./situation.js";

/** `param late = 40` where a moment is needed: epochs or steps. */
export const unitForParam: Repair = ({ analysis, module, diagnostic, written }) => {
  const entity = analysis.library.find(module, written(diagnostic.span));
  const value = entity?.kind === "param" ? entity.param.value : undefined;
  if (value?.kind !== "number" || !/^\d+$/.test(value.text)) return [];
  return ["epoch", "step"].map((unit) =>
    fix(`Make it \`${unit}${value.text}\``, put(value.span, `${unit}${value.text}`)),
  );
};
