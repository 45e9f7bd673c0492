import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import ts from "typescript";

/** One `import`, `export … from`, `import()` or import type. */
export interface Import {
  readonly from: string;
  /** A file of the repository, relative to its root, or the name of a package. */
  readonly to: string;
  /** `type`: erased by the compiler. `value`: loaded together with the importing file. `lazy`: `import()`, loaded when it is reached. */
  readonly kind: "type" | "value" | "lazy";
}

export interface Source {
  /** Relative to the root of the repository, with `/`. */
  readonly file: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
  readonly imports: readonly Import[];
}

const isCode = (name: string) => /\.[jt]s$/.test(name) && !name.endsWith(".d.ts");

/** The TypeScript and JavaScript files of some folders, read and parsed. */
export function readSources(root: string, folders: readonly string[]): Source[] {
  return folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
        .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
        .filter(isCode)
        .sort(),
    )
    .map((file) => readSource(root, file));
}

function readSource(root: string, file: string): Source {
  const text = readFileSync(join(root, file), "utf8");
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023);
  const imports = specifiers(tree).map(({ specifier, kind }) => ({
    from: file,
    to: resolve(root, file, specifier),
    kind,
  }));
  return { file, text, tree, imports };
}

/** `./x.js` names `x.ts` where there is one; what does not begin with a dot is a package. */
function resolve(root: string, file: string, specifier: string): string {
  if (!specifier.startsWith(".")) return specifier;
  const target = posix.join(dirname(file), specifier.replace(/\?.*$/, ""));
  const typed = target.replace(/\.js$/, ".ts");
  return existsSync(join(root, typed)) ? typed : target;
}

function specifiers(tree: ts.SourceFile): { specifier: string; kind: Import["kind"] }[] {
  const found: { specifier: string; kind: Import["kind"] }[] = [];
  const visit = (node: ts.Node): void => {
    const one = specifierOf(node);
    if (one) found.push(one);
    if (nested || node === tree) ts.forEachChild(node, visit);
  };
  // `import()` and import types may stand anywhere; all else stands at the top of a file.
  const nested = /\bimport\s*\(/.test(tree.text);
  visit(tree);
  return found;
}

function specifierOf(node: ts.Node): { specifier: string; kind: Import["kind"] } | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    if (!node.moduleSpecifier || !ts.isStringLiteral(node.moduleSpecifier)) return undefined;
    const typesOnly = ts.isImportDeclaration(node) ? node.importClause?.isTypeOnly : node.isTypeOnly;
    return { specifier: node.moduleSpecifier.text, kind: typesOnly ? "type" : "value" };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal))
    return { specifier: node.argument.literal.text, kind: "type" };
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [argument] = node.arguments;
    return argument && ts.isStringLiteral(argument) ? { specifier: argument.text, kind: "lazy" } : undefined;
  }
  return undefined;
}
