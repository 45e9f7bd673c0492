import { readdirSync, readFileSync } from "node:fs";
import type { Random } from "../../src/random.js";
import { lexemes } from "../../src/syntax/index.js";

/* What the fuzzer feeds: texts that are right, texts with a slip, torn texts, and texts meant to do harm. */

const filesOf = (folder: URL): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".loss"))
    .map((name) => readFileSync(new URL(name, folder), "utf8"));

const specifications = filesOf(new URL("../../examples/specs/", import.meta.url));
export const corpus = filesOf(new URL("./corpus/", import.meta.url));

export const kindsOfText = ["valid", "mutated", "torn", "hostile"] as const;
export type KindOfText = (typeof kindsOfText)[number];

const pick = <T>(r: Random, items: readonly T[]): T => items[r.below(items.length)]!;
const chance = (r: Random, p: number): boolean => r.next() < p;
const many = (r: Random, least: number, most: number, make: (i: number) => string): string[] =>
  Array.from({ length: least + r.below(most - least + 1) }, (_, i) => make(i));

const losses = [
  "dice",
  "ce",
  "bce",
  "hd_dt",
  "betti",
  "tversky(alpha=0.3)",
  "tversky(alpha=0.3, beta=0.7)",
  "focal(gamma=2)",
  "dice(smooth=1)",
  "boundary",
  "cldice(iterations=3)",
  "dice_ce",
  "mcc",
];
const classes = ["background", "liver", "tumour"];
const places = ["[1]", "[!0]", "[liver]", "[liver, tumour]", "[1..2]", " on main", " on aux", " where roi"];
const weights = ["0.5", "2", "1e-3", "0", "0.25", "10", "1/3", "w", "v"];
const instants = ["epoch10", "epoch24", "epoch5", "epoch40", "late", "late+5", "late-5", "30%", "80%"];
const spans = ["epoch2..8", "epoch10..30", "epoch24..33", "late..late+10", "10%..50%", "epoch40..epoch60"];
const eases = ["", " linear", " cosine", " sigmoid", " exponential"];

/** A generator of programs that nearly always compile. */
function valid(r: Random): string {
  const definitions: string[] = [];
  const items: string[] = [
    `task {\n  classes: ${classes.join(", ")}\n  heads: main, aux\n  masks: roi\n  space: 2d\n}`,
    "param late = epoch20",
    `param w = ${pick(r, ["0.5", "1", "2e-1"])}`,
    `param v = ${pick(r, ["w", "0.25", "w"])}`,
  ];
  const loss = (): string => {
    const name = definitions.length > 0 && chance(r, 0.2) ? pick(r, definitions) : pick(r, losses);
    return chance(r, 0.25) && !name.includes("(") ? `${name}${pick(r, places)}` : name;
  };
  const weight = (): string => {
    if (chance(r, 0.15)) {
      const over = chance(r, 0.5) ? pick(r, ["20", "5", "30"]) : pick(r, spans);
      return `ramp(${pick(r, weights)}, ${pick(r, weights)}, over=${over}${chance(r, 0.3) ? ", ease=cosine" : ""})`;
    }
    return pick(r, weights);
  };
  const term = (depth: number): string => {
    const own = depth > 0 && chance(r, 0.2) ? `(${schedule(depth - 1)})` : loss();
    return chance(r, 0.6) ? `${weight()}${pick(r, ["*", " * "])}${own}` : own;
  };
  const sum = (depth: number): string =>
    many(
      r,
      1,
      3,
      (i) => `${i === 0 ? (chance(r, 0.05) ? "-" : "") : pick(r, [" + ", " + ", " - "])}${term(depth)}`,
    ).join("");
  const when = (): string => (chance(r, 0.5) ? pick(r, instants) : `${pick(r, spans)}${pick(r, eases)}`);
  const schedule = (depth: number): string => {
    const phases = r.below(chance(r, 0.5) ? 1 : 3);
    let text = sum(depth);
    for (let i = 0; i < phases; i++) text += `${pick(r, [" ", "\n  "])}then@${when()} ${sum(depth)}`;
    return text;
  };
  for (const name of ["a", "b", "c"].slice(0, r.below(4))) {
    const parameter = chance(r, 0.4);
    items.push(
      `${chance(r, 0.3) ? `/// What ${name} is.\n` : ""}def ${name}${parameter ? "(k = 0.5)" : ""} = ${parameter ? "k*" : ""}${parameter ? `(${sum(1)})` : sum(1)}`,
    );
    definitions.push(name, parameter ? `${name}(k=${pick(r, weights)})` : name);
  }
  return `${items.join("\n")}\nminimize ${schedule(2)}\n`;
}

const vocabulary = [
  ...losses,
  ...classes,
  ...places,
  ...weights,
  ...instants,
  ...spans,
  ..."task minimize minimise taks param parm def use then then@ on where over= ease= from= to= by= heads= heads: classes: labels: ignore: masks: spacing: ramp balance deep plateau reaches linear cosine true false 2d 3d".split(
    " ",
  ),
  ..."+ - * / ( ) [ ] { } = : , .. ! @ ; ' \" # // /* \\ ^ < ? ~ | & % $ ` . 1 0.5 -1 1e308 1e999 13".split(" "),
  '"x"',
  '"a.loss"',
  "'x'",
  "…",
  "−",
  "×",
  "\u{1F600}",
  "ignore_index=255",
  "include_background=false",
  "DiceLoss",
  "toString",
  "__proto__",
  "constructor",
  "hasOwnProperty",
  "epoch 40",
  "dice_loss",
];

/** A right text with a few of its words gone, doubled, swapped or replaced. */
function mutated(r: Random, from: string): string {
  let text = from;
  const changes = 1 + r.below(3);
  for (let i = 0; i < changes; i++) {
    const words = [...lexemes({ file: "f", text })];
    const word = words[r.below(Math.max(1, words.length))];
    if (!word) return `${text}${pick(r, vocabulary)}`;
    const { start, end } = word.span;
    const own = text.slice(start, end);
    const other = pick(r, words).span;
    const put = pick(r, [
      "",
      `${own} ${own}`,
      pick(r, vocabulary),
      pick(r, vocabulary),
      `${own} ${pick(r, vocabulary)}`,
      `${pick(r, vocabulary)}${own}`,
      text.slice(other.start, other.end),
      own.slice(0, Math.max(0, own.length - 1)),
      own.length > 2 ? own.slice(0, 1) + own.slice(2, 3) + own.slice(1, 2) + own.slice(3) : own,
    ]);
    text = text.slice(0, start) + put + text.slice(end);
  }
  return text;
}

/** A text as it is while somebody types in the middle of it. */
function torn(r: Random, from: string): string {
  const at = r.below(from.length + 1);
  if (chance(r, 0.4)) return from.slice(0, at);
  const gap = r.below(30);
  return from.slice(0, at) + (chance(r, 0.5) ? pick(r, vocabulary) : "") + from.slice(at + gap);
}

const patterns = [
  "(",
  "[",
  "(.|.)*x!",
  "(a+)+$",
  "c:\\data",
  "\\u",
  "\\",
  "$\u007bx}",
  "$&",
  "\u001b]0;pwn\u0007",
  "\u0000",
  "\u202e",
  "%s%n",
  "{{x}}",
];
const prototypes = [
  "toString",
  "constructor",
  "__proto__",
  "hasOwnProperty",
  "valueOf",
  "__defineGetter__",
  "length",
  "name",
];
const repeated = [
  "(",
  "[",
  "{",
  ")",
  "-",
  "then@",
  "then@epoch1..2 dice ",
  "dice + ",
  "0.5*",
  "/// x\n",
  '"',
  "@",
  "..",
  "dice dice ",
  "a=",
  ",",
  "use ",
  "def f = f ",
  "[1]",
  "task { ",
  " on main",
  "\u{1F600}",
  "1",
  "e",
  "\n",
  "ramp(",
];

/** A text that is meant to make somebody fail: names of the prototype, patterns, escapes, piles, and much of one thing. */
function hostile(r: Random): string {
  const word = pick(r, patterns);
  const name = pick(r, prototypes);
  const size = pick(r, [3, 30, 100, 300]);
  return pick(r, [
    () => `dice(smooth=${JSON.stringify(word)})`,
    () => `dice(average="${word}")`,
    () => `def f(a = "${word}") = dice\nminimize f(a=)`,
    () => `/// ${word} and a\ndef f(a = "${word}", b = 1) = b*dice\nminimize f(b=2)`,
    () => `task { ${name}: a } minimize dice`,
    () => `task { classes: ${name}, "${word}", b heads: ${name} } minimize dice[${name}] on ${name}`,
    () => `task { classes: "${word}", b }\nminimize dice["${word}"]`,
    () => `param ${name} = 1\ndef f(${name} = 2) = ${name}*dice\nminimize f(${name}=${name}) + ${name}*ce`,
    () => `dice(${name}=1) + ${name}(a=1) then@${name} ce then@${name}("x") ce`,
    () => `use "${word}"\nuse "${name}"\nminimize dice`,
    () => `minimize dice then@plateau("${word}", patience=${name}) ce then@reaches("${name}", 1) ce`,
    () =>
      `minimize ${many(r, size, size, (i) => `ramp(0, 1, over=epoch${i}..${i + 500})`).join(pick(r, ["+", "*"]))}*dice`,
    () => `def w = ${many(r, 20, 40, (i) => `ramp(0, 1, over=epoch${i}..${i + 500})`).join("+")}\nminimize w*w*w*dice`,
    () =>
      many(r, 10, 30, (i) => `def d${i} = d${i + 1} + 2*d${i + 1}`)
        .concat("minimize d0")
        .join("\n"),
    () => `minimize ${many(r, size, size, (i) => `tversky(alpha=${i})`).join(" + ")}`,
    () => `dice${many(r, size, size, (i) => ` then@epoch${i}..${i + pick(r, [1, 50])} tversky(alpha=${i})`).join("")}`,
    () =>
      `task { classes: ${many(r, size, size, (i) => `c${i}`).join(", ")} } minimize dice[${many(r, size, size, (i) => `c${i}`).join(", ")}]`,
    () => `dice(${many(r, size, size, (i) => `a${i % 7}=${i}`).join(", ")})`,
    () => pick(r, repeated).repeat(pick(r, [5, 60, 300, 2000])),
    () => many(r, 5, 60, () => pick(r, vocabulary)).join(pick(r, [" ", "", "\n"])),
    () => many(r, 5, 60, () => String.fromCodePoint(r.below(pick(r, [128, 0x300, 0x10ffff])))).join(""),
    () => `param a = a\nparam b = c param c = b\ndef f = g def g = f minimize a*dice + b*ce + f`,
    () => `1e308*dice + 1e308*dice - 1e308*${pick(r, losses)}*10`,
  ])();
}

export function textOf(kind: KindOfText, r: Random): string {
  const base = () =>
    chance(r, 0.6) ? valid(r) : chance(r, 0.5) ? pick(r, specifications) : pick(r, [...corpus, valid(r)]);
  switch (kind) {
    case "valid":
      return valid(r);
    case "mutated":
      return mutated(r, base());
    case "torn":
      return torn(r, base());
    case "hostile":
      return chance(r, 0.8) ? hostile(r) : mutated(r, hostile(r));
  }
}
