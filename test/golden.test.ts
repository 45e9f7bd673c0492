import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Checked, checkSource } from "../src/check/check.js";
import { render } from "../src/diagnostics/render.js";
import { derivedOps } from "../src/graph/ops.js";
import { print } from "../src/graph/print.js";
import type { Layout } from "../src/graph/views.js";
import { type Plan, Planner } from "../src/run/plan.js";
import { meaning } from "../src/schedule/meaning.js";
import { format } from "../src/syntax/format.js";
import { stdlib } from "../stdlib/index.js";
import { losses } from "./check/losses.js";

/*
 * Every page of test/golden shows programs and what becomes of them. A `loss` block may name options of the host, `loss epochs=60`, and `channels` of the
 * prediction (with it, the library is the standard one); the blocks after it name the views that are promised. UPDATE_GOLDEN=1 rewrites them; review reads the diff.
 */

interface Block {
  readonly info: string;
  readonly body: string;
}

type View = (source: string, checked: Checked, channels: number) => string;

const views: Readonly<Record<string, View>> = {
  meaning: (_, { program }) => (program ? meaning(program) : "no program"),
  diagnostics: (_, { diagnostics, sources }) => render(diagnostics, sources),
  formatted: (source) => format(source).trimEnd(),
  terms: (_, { program }) => (program?.terms ?? []).map(({ label }) => label).join("\n"),
  graph: (_, { program }, channels) => (program ? print(planOf(program, channels).terms) : "no program"),
  gradient: (_, { program }, channels) =>
    program ? print([...planOf(program, channels).gradients.values()]) : "no program",
  stages: (_, { program }, channels) => (program ? stagesOf(planOf(program, channels)) : "no program"),
  task: (_, { program }) => JSON.stringify(program?.task, null, 2) ?? "no program",
};

/** A plan of the first phase, for 2-D logits and labels; derived operations stay what they are. */
function planOf(program: NonNullable<Checked["program"]>, channels: number): Plan {
  const layout: Layout = {
    rank: 2,
    classes: channels,
    exclusive: program.task.exclusive ?? channels > 1,
    prediction: program.task.prediction,
    target: channels > 1 ? "labels" : "onehot",
    ...(program.task.ignore !== undefined && { ignore: program.task.ignore }),
  };
  const derived = Object.fromEntries(derivedOps.map((op) => [op, true]));
  const planner = new Planner(program, new Map(stdlib.map((loss) => [loss.name, loss])), layout, { derived });
  return planner.plan(program.phases[0]!.weights.map(({ term }) => term));
}

/** How many operations each stage has, and what is kept of the first from step to step. */
function stagesOf({ stage, cacheBoundary: frontier }: Plan): string {
  const counts = ["target", "analysed", "differentiated"].map((name) => {
    const nodes = [...stage].filter(([node, at]) => at === name && node.args.length > 0);
    return `${name}: ${nodes.length} operations`;
  });
  return [
    ...counts,
    `kept per target: ${frontier.map(({ op, axes }) => `${op} ${axes.join(" ")}`).join("; ") || "nothing"}`,
  ].join("\n");
}

const fence = /^```(.*)\n([\s\S]*?)^```$/gm;

const optionsOf = ({ info }: Block): Readonly<Record<string, number>> =>
  Object.fromEntries(
    info
      .split(/\s+/)
      .slice(1)
      .map((option) => option.split("="))
      .map(([name, value]) => [name, Number(value)]),
  );

function checked(block: Block): Checked {
  const { channels, ...options } = optionsOf(block);
  return checkSource(
    { file: "page.loss", text: block.body.trimEnd() },
    { library: channels ? stdlib : losses, ...options },
  );
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
    const shown = view(program.body.trimEnd(), checked(program), optionsOf(program).channels ?? 1);
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
