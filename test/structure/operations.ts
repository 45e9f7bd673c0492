import ts from "typescript";
import type { Source } from "./sources.js";
import { nodes } from "./walk.js";

/** The names of the graph's operations: the records in `graph/ops/`, or, in older sources, the members of the interface `Attributes` of `graph/ops.ts`. */
export function operationNames(sources: readonly Source[]): Set<string> {
  const names = new Set<string>();
  for (const { file, tree } of sources) {
    if (file.startsWith("src/graph/ops/")) for (const statement of tree.statements) addRecords(statement, names);
    if (file !== "src/graph/ops.ts") continue;
    for (const node of nodes(tree))
      if (ts.isInterfaceDeclaration(node) && node.name.text === "Attributes") addNames(node.members, names);
  }
  return names;
}

/** `export const unaryOps = { neg: …, abs: … }` */
function addRecords(statement: ts.Statement, names: Set<string>): void {
  if (!ts.isVariableStatement(statement)) return;
  for (const { initializer } of statement.declarationList.declarations)
    if (initializer && ts.isObjectLiteralExpression(initializer)) addNames(initializer.properties, names);
}

function addNames(members: readonly (ts.TypeElement | ts.ObjectLiteralElementLike)[], names: Set<string>): void {
  for (const { name } of members) if (name && ts.isIdentifier(name)) names.add(name.text);
}
