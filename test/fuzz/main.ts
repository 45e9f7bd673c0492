import { mkdirSync, writeFileSync } from "node:fs";
import { fnv1a } from "../../src/hash.js";
import { random } from "../../src/random.js";
import { type Finding, judge } from "./properties.js";
import { corpus, kindsOfText, textOf } from "./texts.js";

// npm run fuzz -- --seconds 600 --seed 1 --out found

const option = (name: string, fallback: string): string => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : (process.argv[at + 1] ?? fallback);
};
const seconds = Number(option("seconds", "60"));
const seed = Number(option("seed", `${Date.now() % 1e6}`));
const out = option("out", "");

/** A shorter text of which the same is true. */
function shrunk(text: string, property: string): string {
  const still = (candidate: string) => judge(candidate, random(1), 12).some((finding) => finding.property === property);
  if (!still(text)) return text;
  let best = text;
  const until = Date.now() + 8_000;
  for (let size = Math.ceil(best.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at + size <= best.length && Date.now() < until; ) {
      const candidate = best.slice(0, at) + best.slice(at + size);
      if (still(candidate)) best = candidate;
      else at += size;
    }
  }
  return best;
}

const r = random(seed);
const met = new Map<string, { count: number; text: string; detail: string }>();
const counts = new Map<string, number>();

function note(text: string, findings: readonly Finding[]): void {
  for (const { property, detail } of findings) {
    const known = met.get(property);
    if (known) known.count++;
    else {
      const small = /slow/.test(property) ? text : shrunk(text, property);
      met.set(property, { count: 1, text: small, detail });
      console.log(`\n✗ ${property}\n  ${detail.slice(0, 400)}\n  in ${JSON.stringify(small.slice(0, 600))}`);
      if (out) {
        mkdirSync(out, { recursive: true });
        writeFileSync(`${out}/${fnv1a(property).toString(16)}.loss`, small);
      }
    }
  }
}

for (const text of corpus) note(text, judge(text, r, 8));
const until = Date.now() + seconds * 1000;
while (Date.now() < until) {
  const kind = kindsOfText[r.below(kindsOfText.length)]!;
  const text = textOf(kind, r);
  counts.set(kind, (counts.get(kind) ?? 0) + 1);
  note(text, judge(text, r));
}
console.log(`\nseed ${seed}: ${[...counts].map(([kind, n]) => `${n} ${kind}`).join(", ")} texts; ${met.size} findings`);
for (const [property, { count }] of met) console.log(`${`${count}`.padStart(6)} × ${property}`);
if (met.size > 0) process.exitCode = 1;
