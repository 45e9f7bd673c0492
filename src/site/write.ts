import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { stdlib } from "../../stdlib/index.js";
import { grammarFile, siteFiles } from "./build.js";
import { guides as guideFiles } from "./guide-order.js";
import type { LossPicture } from "./pages/loss.js";
import { computed } from "./picture/compute.js";
import { drawing } from "./picture/draw.js";

/**
 * Writes the documentation site. Run in the root of the repository: `node dist/src/site/write.js [FOLDER] [--playground]`, the latter where the
 * playground is put beside it afterwards.
 */
const playground = process.argv.includes("--playground");
const folder = process.argv.slice(2).find((word) => !word.startsWith("-")) ?? "site";
const started = Date.now();

const pictures = new Map<string, LossPicture>();
for (const loss of stdlib) {
  const result = await computed(loss);
  pictures.set(loss.name, { ...drawing(loss.name, result), value: result.value, kind: result.illustration.kind });
}

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
const guides = new Map(guideFiles.map(({ name, file }) => [name, readFileSync(file, "utf8")] as const));
const files = siteFiles({ version, playground, guides, grammar: readFileSync("grammar/grammar.md", "utf8"), pictures });

rmSync(folder, { recursive: true, force: true });
for (const [path, text] of files) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
cpSync("src/site/assets", join(folder, "assets"), { recursive: true });
cpSync(`grammar/${grammarFile}`, join(folder, "assets", grammarFile));
const modules = "node_modules";
cpSync(`${modules}/minisearch/dist/umd/index.js`, join(folder, "assets/minisearch.js"));
cpSync(`${modules}/katex/dist/katex.min.css`, join(folder, "assets/katex/katex.min.css"));
for (const font of readdirSync(`${modules}/katex/dist/fonts`).filter((name) => name.endsWith(".woff2")))
  cpSync(`${modules}/katex/dist/fonts/${font}`, join(folder, "assets/katex/fonts", font));
for (const font of ["inter/files/inter-latin-wght-normal", "jetbrains-mono/files/jetbrains-mono-latin-wght-normal"])
  cpSync(`${modules}/@fontsource-variable/${font}.woff2`, join(folder, "assets/fonts", `${font.split("/")[0]}.woff2`));

console.log(`${files.size} files in ${folder}/, ${((Date.now() - started) / 1000).toFixed(1)} s`);
