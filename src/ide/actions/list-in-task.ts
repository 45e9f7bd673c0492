import { listed } from "./pieces.js";
import { fix, type Repair } from "./situation.js";

const named =
  (key: (labels: boolean) => string, noun: string): Repair =>
  ({ analysis, diagnostic, written }) => {
    const name = written(diagnostic.span).replace(/^["']|["']$/g, "");
    if (!/^[A-Za-z_]\w*$/.test(name)) return [];
    const labels = analysis.task.classes !== undefined && !analysis.task.exclusive;
    return [fix(`Add the ${noun} \`${name}\` to the task`, ...listed(key(labels), [name], analysis))];
  };

/** A name that the task does not know is listed there. */
export const addClass = named((labels) => (labels ? "labels" : "classes"), "class");
export const addHead = named(() => "heads", "head");
export const addMask = named(() => "masks", "mask");
export const addField = named(() => "fields", "field");
