import { circles, folderCircles } from "./circles.js";
import { ambiguousNames, type Casts, casts, type Sizes, sizes } from "./figures.js";
import { type Layer, layerOf, type Trespass, trespasses } from "./layers.js";
import { operationNames } from "./operations.js";
import type { Import, Source } from "./sources.js";
import { type Examples, type Touched, touched } from "./spelling.js";

export interface Structure {
  readonly touched: readonly Touched[];
  /** Imports that the table of layers does not allow. */
  readonly trespasses: readonly Trespass[];
  readonly withoutLayer: readonly string[];
  /** Circles of imports, those for types only left out. */
  readonly circles: { readonly files: readonly string[][]; readonly folders: readonly string[][] };
  /** Exported names with more than one declaration, and their files; names of operations, which each backend's table has, apart. */
  readonly names: {
    readonly ambiguous: Readonly<Record<string, readonly string[]>>;
    readonly operations: readonly string[];
  };
  readonly sizes: Sizes;
  readonly casts: Casts;
}

export function measure(sources: readonly Source[], table: readonly Layer[], examples: Examples): Structure {
  const files = new Set(sources.map(({ file }) => file));
  const loaded = sources
    .flatMap(({ imports }) => imports)
    .filter(({ to, kind }) => files.has(to) && kind !== "type")
    .map(({ from, to }): [string, string] => [from, to]);
  const operations = operationNames(sources);
  const names = [...ambiguousNames(sources)];
  return {
    touched: touched(sources, examples),
    trespasses: trespasses(sources, table),
    withoutLayer: sources.map(({ file }) => file).filter((file) => !layerOf(file, table)),
    circles: { files: circles(loaded), folders: folderCircles(loaded) },
    names: {
      ambiguous: Object.fromEntries(names.filter(([name]) => !operations.has(name))),
      operations: names.map(([name]) => name).filter((name) => operations.has(name)),
    },
    sizes: sizes(sources),
    casts: casts(sources),
  };
}

/** The same sources as if folders or files lay elsewhere: `[from, to]`. Older commits are measured by today's table with it. */
export function moved(sources: readonly Source[], moves: readonly (readonly [string, string])[]): Source[] {
  const at = (file: string) => {
    const move = moves.find(([from]) => file === from || file.startsWith(`${from}/`));
    return move ? move[1] + file.slice(move[0].length) : file;
  };
  const along = (one: Import): Import => ({ ...one, from: at(one.from), to: at(one.to) });
  return sources.map((source) => ({ ...source, file: at(source.file), imports: source.imports.map(along) }));
}
