import ts from "typescript";
import type { Source } from "./sources.js";
import { nodes } from "./walk.js";

export interface Casts {
  /** `x as T`, but for `as const`. */
  readonly as: number;
  /** `x as unknown as T`, each counted once and not among `as`. */
  readonly asUnknownAs: number;
  /** `x!` */
  readonly nonNull: number;
}

export function casts(sources: readonly Source[]): Casts {
  const count = { as: 0, asUnknownAs: 0, nonNull: 0 };
  for (const { tree } of sources)
    for (const node of nodes(tree)) {
      if (ts.isNonNullExpression(node)) count.nonNull++;
      if (!ts.isAsExpression(node) || isConst(node.type)) continue;
      if (isToUnknown(node.expression)) {
        count.asUnknownAs++;
        count.as--; // `x as unknown` inside, which comes next
      } else count.as++;
    }
  return count;
}

const isConst = (type: ts.TypeNode) =>
  ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) && type.typeName.text === "const";

const isToUnknown = (node: ts.Expression): boolean =>
  ts.isParenthesizedExpression(node)
    ? isToUnknown(node.expression)
    : ts.isAsExpression(node) && node.type.kind === ts.SyntaxKind.UnknownKeyword;

export interface Sizes {
  readonly files: number;
  readonly lines: number;
  readonly median: number;
  readonly ninetieth: number;
  readonly largest: { readonly file: string; readonly lines: number };
}

/** Lengths of files in lines; generated ones (`*.gen.ts`) are left out. */
export function sizes(sources: readonly Source[]): Sizes {
  const lengths = sources
    .filter(({ file }) => !file.endsWith(".gen.ts"))
    .map(({ file, text }) => ({ file, lines: text.split("\n").length - (text.endsWith("\n") ? 1 : 0) }))
    .sort((a, b) => a.lines - b.lines);
  const at = (share: number) => lengths[Math.min(lengths.length - 1, Math.floor(share * lengths.length))]?.lines ?? 0;
  return {
    files: lengths.length,
    lines: lengths.reduce((sum, { lines }) => sum + lines, 0),
    median: at(0.5),
    ninetieth: at(0.9),
    largest: lengths.at(-1) ?? { file: "", lines: 0 },
  };
}

/** Names that are declared and exported in more than one file, each with its files. Re-exports do not count. */
export function ambiguousNames(sources: readonly Source[]): Map<string, string[]> {
  const files = new Map<string, Set<string>>();
  for (const { file, tree } of sources)
    for (const name of exportedNames(tree)) files.set(name, (files.get(name) ?? new Set()).add(file));
  const all = [...files].map(([name, where]): [string, string[]] => [name, [...where]]);
  return new Map(all.filter(([, where]) => where.length > 1));
}

function exportedNames(tree: ts.SourceFile): string[] {
  const imported = new Set(tree.statements.filter(ts.isImportDeclaration).flatMap(importedNames));
  return tree.statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement) && !statement.moduleSpecifier && statement.exportClause)
      return ts.isNamedExports(statement.exportClause)
        ? statement.exportClause.elements
            .filter(({ name, propertyName }) => !imported.has((propertyName ?? name).text))
            .map(({ name }) => name.text)
        : [];
    return isExported(statement) ? declaredNames(statement) : [];
  });
}

const isExported = (statement: ts.Statement) =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => boundNames(name));
  if (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)
  )
    return statement.name ? [statement.name.text] : [];
  return [];
}

const boundNames = (name: ts.BindingName): string[] =>
  ts.isIdentifier(name)
    ? [name.text]
    : name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : boundNames(element.name)));

function importedNames({ importClause }: ts.ImportDeclaration): string[] {
  const names = importClause?.name ? [importClause.name.text] : [];
  const bindings = importClause?.namedBindings;
  if (!bindings) return names;
  return ts.isNamespaceImport(bindings)
    ? [...names, bindings.name.text]
    : [...names, ...bindings.elements.map(({ name }) => name.text)];
}
