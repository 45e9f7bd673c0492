import { fix, put, type Repair } from "./situation.js";

/** A trigger, which cannot run yet: an epoch to go on from. */
export const epochForTrigger: Repair = ({ diagnostic, path }) =>
  path.some((node) => node.kind === "trigger" || node.kind === "call")
    ? [fix("Change to `epoch40`", put(diagnostic.span, "epoch40"))]
    : [];
