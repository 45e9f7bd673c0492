import { type Expressed, type Expressions, Facts, type OracleCase, unsupported } from "./case.js";
import { activeContours } from "./express/active-contours.js";
import { contours } from "./express/contours.js";
import { delse } from "./express/delse.js";
import { edges } from "./express/edges.js";
import { hausdorff } from "./express/hausdorff.js";
import { homology } from "./express/homology.js";
import { instances } from "./express/instances.js";
import { keras } from "./express/keras.js";
import { kornia } from "./express/kornia.js";
import { lovasz } from "./express/lovasz.js";
import { monai } from "./express/monai.js";
import { odyssey } from "./express/odyssey.js";
import { papers } from "./express/papers.js";
import { polyloss } from "./express/polyloss.js";
import { skeletons } from "./express/skeletons.js";
import { smp } from "./express/smp.js";
import { torch } from "./express/torch.js";
import { unifiedFocal } from "./express/unified-focal.js";

const table: Expressions = {
  ...torch,
  ...monai,
  ...smp,
  ...keras,
  ...kornia,
  ...odyssey,
  ...papers,
  ...homology,
  ...polyloss,
  ...lovasz,
  ...unifiedFocal,
  ...delse,
  ...hausdorff,
  ...activeContours,
  ...contours,
  ...skeletons,
  ...edges,
  ...instances,
};

/** The program that computes what an official function computes, from the function's parameters; or why there is none. */
export function express(c: OracleCase): Expressed {
  const say = table[`${c.source.repo} ${c.source.function}`];
  return say ? say(new Facts(c)) : unsupported(`\`${c.loss}\` as ${c.source.repo} has it is not in the library yet.`);
}
