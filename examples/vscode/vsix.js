// Packages the extension: bundles client and server, gathers what it consists of, and writes losslang-VERSION.vsix.
//
//   node examples/vscode/vsix.js [FILE]
//
// A .vsix is a zip with the extension in one folder and two files that describe it to the editor.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { builtinModules, createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { zipSync } from "fflate";
import { build } from "vite";

const here = import.meta.dirname;
const root = join(here, "../..");
const manifest = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));

/** Folders of packages that are bundled. @type {Set<string>} */
const packages = new Set();

/** @type {Record<string, Uint8Array>} by their paths in the extension */
const files = {
  ...(await bundled("extension")),
  ...(await bundled("server")),
  "ThirdPartyNotices.txt": bytes(notices()),
  "LICENSE.txt": readFileSync(join(here, "LICENSE")),
  "syntaxes/losslang.tmLanguage.json": readFileSync(join(root, "grammar/losslang.tmLanguage.json")),
};
for (const file of ["README.md", "CHANGELOG.md", "icon.png", "language-configuration.json", "snippets.json"])
  files[file] = readFileSync(join(here, file));
files["package.json"] = readFileSync(join(here, "package.json"));
files["syntaxes/markdown.tmLanguage.json"] = readFileSync(join(here, "syntaxes/markdown.tmLanguage.json"));
// Editors open a recipe of the library as the file it is.
for (const file of readdirSync(join(root, "stdlib/recipes")).filter((name) => name.endsWith(".loss")))
  files[`recipes/${file}`] = readFileSync(join(root, "stdlib/recipes", file));

for (const { code, markdown } of await mistakes()) files[`mistakes/${code}.md`] = bytes(markdown);

const out = process.argv[2] ?? join(here, `losslang-${manifest.version}.vsix`);
const zip = zipSync(
  {
    "extension.vsixmanifest": bytes(description()),
    "[Content_Types].xml": bytes(contentTypes()),
    ...Object.fromEntries(Object.entries(files).map(([path, content]) => [`extension/${path}`, content])),
  },
  // The same extension is the same file, whenever it is made.
  { level: 9, mtime: "2026-01-01T00:00:00Z" },
);
writeFileSync(out, zip);
process.stdout.write(`${out} (${Math.round(zip.length / 1024)} kB, ${Object.keys(files).length} files)\n`);

/**
 * One file with all it imports, but for the editor itself.
 *
 * @param {string} entry
 * @returns {Promise<Record<string, Uint8Array>>}
 */
async function bundled(entry) {
  const result = await build({
    root: here,
    configFile: false,
    logLevel: "warn",
    define: { VERSION: JSON.stringify(manifest.version) },
    ssr: { noExternal: true, external: ["vscode"], target: "node" },
    build: {
      ssr: join(here, `src/${entry}.ts`),
      write: false,
      minify: true,
      target: "node20",
      rollupOptions: {
        external: ["vscode", ...builtinModules, ...builtinModules.map((name) => `node:${name}`)],
        output: { format: "cjs", entryFileNames: `${entry}.cjs`, codeSplitting: false },
      },
    },
  });
  if (!("output" in result)) throw new Error("a bundle is one build");
  return Object.fromEntries(
    result.output.map((part) => {
      if (part.type !== "chunk") throw new Error(`${part.fileName} is no code`);
      for (const id of part.moduleIds) {
        const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id.replaceAll("\\", "/"))?.[0];
        if (folder !== undefined) packages.add(folder.replace(/^\0/, ""));
      }
      return [`dist/${part.fileName}`, bytes(part.code)];
    }),
  );
}

/**
 * A page for each report.
 *
 * @returns {Promise<readonly { code: string, markdown: string }[]>}
 */
async function mistakes() {
  const folder = mkdtempSync(join(tmpdir(), "losslang-"));
  try {
    const [code] = Object.values(await bundled("mistakes"));
    writeFileSync(join(folder, "mistakes.cjs"), /** @type {Uint8Array} */ (code));
    return createRequire(import.meta.url)(join(folder, "mistakes.cjs")).pages;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What the licences of bundled packages ask to be kept with them. */
function notices() {
  const texts = [...packages].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file === undefined ? `Licence: ${license}` : readFileSync(join(folder, file), "utf8").trim();
    return `${name} ${version}\n\n${text}\n`;
  });
  return `The extension contains these packages.\n\n${texts.join(`\n${"-".repeat(80)}\n\n`)}`;
}

/** @param {string} text */
function bytes(text) {
  return new TextEncoder().encode(text);
}

/** @param {string} text */
function xml(text) {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** What the editor's list of extensions shows, and where it finds the parts. */
function description() {
  const { name, displayName, version, publisher, description, engines, keywords, categories } = manifest;
  const properties = {
    "Microsoft.VisualStudio.Code.Engine": engines.vscode,
    "Microsoft.VisualStudio.Code.ExtensionDependencies": "",
    "Microsoft.VisualStudio.Code.ExtensionPack": "",
    "Microsoft.VisualStudio.Code.ExtensionKind": "workspace",
    "Microsoft.VisualStudio.Code.LocalizedLanguages": "",
    "Microsoft.VisualStudio.Code.ExecutesCode": "true",
    "Microsoft.VisualStudio.Services.GitHubFlavoredMarkdown": "true",
    "Microsoft.VisualStudio.Services.Content.Pricing": "Free",
  };
  const assets = {
    "Microsoft.VisualStudio.Code.Manifest": "package.json",
    "Microsoft.VisualStudio.Services.Content.Details": "README.md",
    "Microsoft.VisualStudio.Services.Content.Changelog": "CHANGELOG.md",
    "Microsoft.VisualStudio.Services.Content.License": "LICENSE.txt",
    "Microsoft.VisualStudio.Services.Icons.Default": "icon.png",
  };
  const tags = [...keywords, "loss", "__ext_loss", "snippet"];
  return `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011" xmlns:d="http://schemas.microsoft.com/developer/vsx-schema-design/2011">
  <Metadata>
    <Identity Language="en-US" Id="${xml(name)}" Version="${xml(version)}" Publisher="${xml(publisher)}" />
    <DisplayName>${xml(displayName)}</DisplayName>
    <Description xml:space="preserve">${xml(description)}</Description>
    <Tags>${xml([...new Set(tags)].join(","))}</Tags>
    <Categories>${xml(categories.join(","))}</Categories>
    <GalleryFlags>Public</GalleryFlags>
    <Properties>
${Object.entries(properties)
  .map(([id, value]) => `      <Property Id="${id}" Value="${xml(value)}" />`)
  .join("\n")}
    </Properties>
    <License>extension/LICENSE.txt</License>
    <Icon>extension/icon.png</Icon>
  </Metadata>
  <Installation>
    <InstallationTarget Id="Microsoft.VisualStudio.Code" />
  </Installation>
  <Dependencies />
  <Assets>
${Object.entries(assets)
  .map(([type, path]) => `    <Asset Type="${type}" Path="extension/${path}" Addressable="true" />`)
  .join("\n")}
  </Assets>
</PackageManifest>
`;
}

/** What kind of content the files have, by the ends of their names. */
function contentTypes() {
  const kinds = {
    ".vsixmanifest": "text/xml",
    ".json": "application/json",
    ".md": "text/markdown",
    ".txt": "text/plain",
    ".png": "image/png",
    ".cjs": "application/javascript",
    ".loss": "text/plain",
  };
  const known = Object.entries(kinds).map(([end, type]) => `<Default Extension="${end}" ContentType="${type}" />`);
  return `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${known.join("")}</Types>
`;
}
