import type { CheckOptions } from "../../check/check.js";
import type { LossDeclaration } from "../../loss.js";
import type { Source } from "../../text.js";
import { programOf } from "../examine.js";
import type { Session } from "../host.js";
import { inlineName } from "../spec.js";
import { type Extent, gradcheck } from "./gradcheck.js";
import { type Summary, summarise } from "./summary.js";

/** What there is to check: each loss with its defaults, each recipe as it is written. */
export const catalogue = (losses: readonly LossDeclaration[], recipes: readonly Source[]): readonly string[] => [
  ...losses.map(program),
  ...recipes.map(({ file }) => file.replace(/\.loss$/, "")),
];

/** A loss that takes a part as a constant unless `detach` says otherwise has the slope of its value only then. */
const program = ({ name, params }: LossDeclaration) => ("detach" in params.shape ? `${name}(detach=false)` : name);

/** Checks program after program, in the order of the catalogue. */
export async function* checkAll(
  programs: readonly string[],
  losses: readonly LossDeclaration[],
  extent: Extent,
  settings: Partial<CheckOptions>,
  session: Session,
): AsyncGenerator<Summary> {
  const library = new Map(losses.map((loss) => [loss.name, loss]));
  for (const text of programs) {
    const found = await programOf({ source: { file: inlineName, text } }, settings, session);
    if (found) yield summarise(text, [...gradcheck(found, library, extent)]);
  }
}
