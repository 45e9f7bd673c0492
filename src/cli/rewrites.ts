import pico from "picocolors";
import { expression } from "../graph/print.js";
import type { Explanation } from "../run/explain.js";
import type { TextStream } from "./host.js";

type Rewrite = ReturnType<Explanation["rewrites"]>[number];

/** So many places are shown of each rule. */
const most = 3;

/** As deep as the left sides of most rules. */
const levels = 3;

/** Which rules of the optimiser were applied, pass by pass in the order in which they run, how often, and to what. */
export function rewrites({ rewrites, phase, terms }: Explanation, output: TextStream): string {
  const { bold, dim } = pico.createColors(output.color);
  const all = rewrites();
  const lines = [...grouped(all, ({ pass }) => pass)].flatMap(([pass, applied]) => [
    "",
    `${bold(pass)} ${dim(times(applied.length))}`,
    ...[...grouped(applied, ({ rule }) => rule)].flatMap(([rule, places]) => ruleLines(rule, places, dim)),
  ]);
  const live = terms.map(({ weight, label }) => `${weight} ${label}`).join(" + ") || "0";
  return [`${bold(`phase ${phase}`)}: ${live}`, ...(lines.length ? lines : ["", "No rule applies."])].join("\n");
}

function ruleLines(rule: string, places: readonly Rewrite[], dim: (text: string) => string): string[] {
  const shown = [
    ...grouped(places, ({ before, after }) => `${expression(before, levels)}\n      → ${expression(after, levels)}`),
  ];
  return [
    `  ${rule} ${dim(times(places.length))}`,
    ...shown
      .slice(0, most)
      .map(([text, equal]) => `    ${text}${equal.length > 1 ? ` ${dim(times(equal.length))}` : ""}`),
    ...(shown.length > most ? [dim(`    and ${shown.length - most} more`)] : []),
  ];
}

const times = (count: number): string => `×${count}`;

/** In the order in which each key first occurs. */
function grouped<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}
