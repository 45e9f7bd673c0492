import type { Analysis } from "../analysis.js";
import { visit } from "../ast-path.js";
import { symbolOf } from "../symbol-at.js";
import type { Proposal } from "./completion.js";

/** Files that the host lists for `use`. */
export function paths({ options, source, modules }: Analysis, quoted: boolean): Proposal[] {
  const used = new Set(modules.map((module) => module.source.file));
  return (options.files?.(source.file) ?? []).map((path) => ({
    label: path,
    kind: "file",
    insert: quoted ? JSON.stringify(path) : path,
    rank: used.has(path.replace(/^\.\//, "")) ? 6 : 1,
  }));
}

/** Those the host reports; those `losslang train` reports; those the file names already. */
export function metrics(analysis: Analysis): Proposal[] {
  const written: string[] = [];
  visit(analysis.main.file, (path) => {
    if (path.at(-1)!.kind !== "string") return;
    const meaning = symbolOf(analysis, path, analysis.main);
    if (meaning?.kind === "metric" && meaning.name) written.push(meaning.name);
  });
  const known = analysis.options.metrics ?? ["val_loss", "val_dice", "val_cldice", "val_betti_error"];
  return [...new Set([...known, ...written])].map((label) => ({ label, kind: "metric", rank: 1 }));
}
