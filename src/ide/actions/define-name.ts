import type { ast } from "../../syntax/index.js";
import { enclosing } from "../ast-path.js";
import { firstLoss, newItem } from "./pieces.js";
import { fix, type Repair } from "./situation.js";

/** An unknown name gets a meaning: a `param` where a moment or a factor stands, a `def` where a loss does. */
export const defineName: Repair = ({ analysis, module, path, written }) => {
  const name = path.at(-1)!;
  if (name.kind !== "ident") return [];
  const before = enclosing(path, "def", "param");
  const define = (item: string) => [fix(`Define \`${name.name}\``, ...newItem(item, module, before))];
  if (enclosing(path, "moment")) return define(`param ${name.name} = epoch40`);
  const call = path.at(-2);
  if (call?.kind !== "call") return [];
  const parent = path.at(-3);
  if (!call.args && !call.classes && parent?.kind === "binary" && /[*/]/.test(parent.operator) && parent.left === call)
    return define(`param ${name.name} = 0.5`);
  const parameters = signature(call, written);
  const loss = firstLoss(analysis);
  return parameters === undefined || loss === undefined ? [] : define(`def ${name.name}${parameters} = ${loss}`);
};

/** Parameters that take the arguments as they are written; nothing where one has no name, or is no literal. */
function signature({ args = [] }: ast.Call, written: (span: ast.Node["span"]) => string): string | undefined {
  if (!args.every(({ name, value }) => name && value.kind !== "expression" && value.kind !== "missing"))
    return undefined;
  return args.length === 0
    ? ""
    : `(${args.map(({ name, value }) => `${name!.name} = ${written(value.span)}`).join(", ")})`;
}
