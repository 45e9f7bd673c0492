import { listed } from "./pieces.js";
import { fix, type Repair } from "./situation.js";

/** `dice[vessel]` without a task: one that names the classes. */
export const nameClasses: Repair = ({ analysis, diagnostic, written }) => {
  const name = written(diagnostic.span);
  const classes = name === "background" ? ["background", "foreground"] : ["background", name];
  return [fix(`Name the classes: ${classes.join(", ")}`, ...listed("classes", classes, analysis))];
};
