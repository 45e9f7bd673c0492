import type { Structure } from "./measure.js";

const lines = (entries: readonly string[]) => entries.map((entry) => `    ${entry}`);

/** The figures as a person reads them; `all`: with the files and names behind each. */
export function print(structure: Structure, all: boolean): string {
  const list = (entries: readonly string[]) => (all ? lines(entries) : []);
  const { touched, trespasses, withoutLayer, circles, names, sizes, casts } = structure;
  const upward = trespasses.filter((one) => one.upward);
  const paths = (found: readonly string[][]) => found.map((members) => members.join(" · "));
  return [
    "files touched to add",
    ...touched.flatMap(({ kind, example, files, hasRecord, outside }) => [
      `  ${kind.padEnd(28)}${String(files).padStart(5)}   as \`${example}\`${hasRecord ? ", with its record" : ""}`,
      ...list(outside),
    ]),
    figure("upward imports", upward.length),
    ...list(upward.map(({ from, to }) => `${from} → ${to}`)),
    figure("other imports against the table", trespasses.length - upward.length),
    ...list(trespasses.filter((one) => !one.upward).map(({ from, to }) => `${from} → ${to}`)),
    figure("files without a layer", withoutLayer.length),
    ...list(withoutLayer),
    figure("circles of values, files", circles.files.length),
    ...list(paths(circles.files)),
    figure("circles of values, folders", circles.folders.length),
    ...list(paths(circles.folders)),
    figure("exported names, several meanings", Object.keys(names.ambiguous).length),
    ...list(Object.entries(names.ambiguous).map(([name, files]) => `${name}: ${files.join(" ")}`)),
    figure("  of operations, not counted", names.operations.length),
    ...list(names.operations),
    figure("files", sizes.files),
    figure("lines", sizes.lines),
    figure("  median file", sizes.median),
    figure("  ninetieth percentile", sizes.ninetieth),
    `${figure("  largest file", sizes.largest.lines)}   ${sizes.largest.file}`,
    figure("casts: as T", casts.as),
    figure("  as unknown as T", casts.asUnknownAs),
    figure("  non-null x!", casts.nonNull),
  ].join("\n");
}

const figure = (name: string, value: number) => `${name.padEnd(32)}${String(value).padStart(6)}`;
