import { enclosing, pathAt } from "../ast-path.js";
import type { Refactoring } from "./refactoring.js";
import { fix, insert } from "./situation.js";

/** How long a fade is to begin with, in the unit of its moment. */
const lengths = { epoch: 10, step: 1000, percent: 10 } as const;

/** `then@epoch40`: a cross-fade from there on. */
export const fadeForSwitch: Refactoring = ({ analysis, start }) => {
  const change = enclosing(pathAt(analysis, start), "switch") ?? enclosing(pathAt(analysis, start, "before"), "switch");
  if (change?.at.kind !== "moment") return [];
  const { base, offset, span } = change.at;
  if (base.kind === "plain" || base.kind === "ident" || offset !== 0) return [];
  const end = `${base.value + lengths[base.kind]}${base.kind === "percent" ? "%" : ""}`;
  return [
    {
      ...fix(`Fade until \`${base.kind === "percent" ? "" : base.kind}${end}\``, insert(span, span.end, `..${end}`)),
      kind: "refactor.rewrite",
    },
  ];
};
