import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Checked, check } from "../src/check/check.js";
import { render } from "../src/diagnostics/render.js";
import { meaning } from "../src/schedule/meaning.js";
import { format } from "../src/syntax/format.js";
import { losses } from "./check/losses.js";

/*
 * Every page of test/golden shows programs and what becomes of them. A `loss` block may name options of the host, `loss epochs=60`; the blocks after
 * it name the views that are promised. UPDATE_GOLDEN=1 rewrites them; review reads the diff.
 */

interface Block {
  readonly info: string;
  readonly body: string;
}

const views: Readonly<Record<string, (source: string, checked: Checked) => string>> = {
  meaning: (_, { program }) => (program ? meaning(program) : "no program"),
  diagnostics: (_, { diagnostics, sources }) => render(diagnostics, sources),
  formatted: (source) => format(source).trimEnd(),
  terms: (_, { program }) => (program?.terms ?? []).map(({ label }) => label).join("\n"),
  task: (_, { program }) => JSON.stringify(program?.task, null, 2) ?? "no program",
};

const fence = /^```(.*)\n([\s\S]*?)^```$/gm;

function checked({ info, body }: Block): Checked {
  const options = Object.fromEntries(
    info
      .split(/\s+/)
      .slice(1)
      .map((option) => option.split("="))
      .map(([name, value]) => [name, Number(value)]),
  );
  return check({ file: "page.loss", text: body.trimEnd() }, { library: losses, ...options });
}

/** The page as it ought to be. */
function rewritten(page: string): string {
  let program: Block | undefined;
  return page.replace(fence, (whole, info: string, body: string) => {
    if (/^loss\b/.test(info)) {
      program = { info, body };
      return whole;
    }
    const view = views[info];
    if (!program || !view) throw new Error(`a golden page promises \`${info}\`, which is no view`);
    const shown = view(program.body.trimEnd(), checked(program));
    return `\`\`\`${info}\n${shown === "" ? "" : `${shown}\n`}\`\`\``;
  });
}

const folder = new URL("./golden/", import.meta.url);
const pages = readdirSync(folder).filter((name) => name.endsWith(".md"));

describe("golden pages", () => {
  it.each(pages)("%s", (name) => {
    const path = new URL(name, folder);
    const page = readFileSync(path, "utf8");
    const wanted = rewritten(page);
    if (process.env.UPDATE_GOLDEN) writeFileSync(path, wanted);
    else expect(page).toBe(wanted);
    expect(page.match(fence)?.length ?? 0).toBeGreaterThan(1);
  });
});
