/*
 * The words that the grammar itself knows: keywords, truth values, easings, units of time and the names that open a trigger. The lexer's tokens, the types, the
 * checker's schemas, the grammar for TextMate, the editor's help and the lists of the reference page are made from these records. A word that takes arguments has its
 * record in `src/language`.
 */

/** What help says of a word. */
export interface WordHelp {
  readonly summary: string;
  /** A text of the language that uses it. */
  readonly example: string;
}

/** A place to fill in of what an editor inserts: what stands there at first, or words to choose from. */
export const placeholder = (number: number, words: readonly string[]): string =>
  words.length > 1
    ? `\${${number}|${words.join(",")}|}`
    : words.length === 1
      ? `\${${number}:${words[0]}}`
      : `$${number}`;

interface ItemKeyword extends WordHelp {
  /** What an editor writes for it. */
  readonly snippet: string;
}

/** The keywords that open an item of a file. */
export const itemKeywords = {
  use: {
    summary: "Brings in the definitions of another file, by a path relative to this one.",
    example: 'use "./shared.loss"',
    snippet: `use "./${placeholder(1, ["shared.loss"])}"`,
  },
  task: {
    summary: "Says what is predicted: classes, dimensions, heads, masks. Left out, the first batch tells what it can.",
    example: "task { classes: background, vessel  space: 2d }",
    snippet: `task {\n  classes: ${placeholder(1, ["background, foreground"])}\n  space: ${placeholder(2, ["2d", "3d"])}\n}`,
  },
  param: {
    summary: "Names a value that the host may replace, without touching the file.",
    example: "param late = epoch40",
    snippet: `param ${placeholder(1, ["late"])} = ${placeholder(2, ["epoch40"])}`,
  },
  def: {
    summary: "Names an expression. Its parameters all have defaults; `///` above it is its help.",
    example: "def region(w = 0.5) = w*dice + (1 - w)*ce",
    snippet: `def ${placeholder(1, ["name"])}(${placeholder(2, ["w = 0.5"])}) = $0`,
  },
  minimize: {
    summary: "What training minimizes: a weighted sum of losses. It stands last in a file, and once.",
    example: "minimize dice + ce",
    snippet: "minimize $0",
  },
} as const satisfies Readonly<Record<string, ItemKeyword>>;

interface OperatorKeyword extends WordHelp {
  readonly word: string;
  /** As it is written, with the sign that always follows it. */
  readonly written: string;
  /** Beside the word in a list of completions. */
  readonly brief: string;
}

export const thenKeyword = {
  word: "then",
  written: "then@",
  brief: "what follows takes over",
  summary:
    "What follows replaces everything before it, from its moment on; with `..` it fades in. It binds loosest of all.",
  example: "dice then@epoch40..60 cosine dice + betti",
} as const satisfies OperatorKeyword;

export const onKeyword = {
  word: "on",
  written: "on",
  brief: "another output of the network",
  summary: "Lets what stands before it see another output of the network.",
  example: "dice + 0.4*dice on aux",
} as const satisfies OperatorKeyword;

export const whereKeyword = {
  word: "where",
  written: "where",
  brief: "inside of a mask",
  summary: "Leaves the pixels outside of a mask out of every sum and every mean.",
  example: "dice where roi",
} as const satisfies OperatorKeyword;

/** The keywords inside an expression. */
export const operatorKeywords = [thenKeyword, onKeyword, whereKeyword] as const;

/** How a fade or a ramp moves. The curves themselves are in `src/schedule/ramp.ts`. */
export const easings = {
  linear: { summary: "In a straight line." },
  cosine: { summary: "Slow at both ends: (1 − cos πx) / 2." },
  exponential: { summary: "Slow at first, fast in the end: (eᵏˣ − 1) / (eᵏ − 1) with k = 5." },
  sigmoid: { summary: "A steep middle: between 30% and 70% of the time it rises from 11% to 89%." },
} as const satisfies Readonly<Record<string, { readonly summary: string }>>;

export type Ease = keyof typeof easings;

/** How a change moves where nothing else is said. */
export const defaultEase = "linear" satisfies Ease;

export const truths = {
  true: { summary: "Yes, for a parameter that asks.", example: "dice(batch=true)" },
  false: { summary: "No, for a parameter that asks.", example: "dice(background=false)" },
} as const satisfies Readonly<Record<string, WordHelp>>;

interface Unit extends WordHelp {
  /** What is written in front of the number, and behind it. */
  readonly before: string;
  readonly after: string;
  readonly plural: string;
}

/** The units of time. */
export const units = {
  epoch: {
    before: "epoch",
    after: "",
    plural: "epochs",
    summary: "After so many whole epochs; the first is epoch 0.",
    example: "epoch40",
  },
  step: {
    before: "step",
    after: "",
    plural: "steps",
    summary: "After so many steps, which count on over the epochs.",
    example: "step1000",
  },
  percent: {
    before: "",
    after: "%",
    plural: "percent",
    summary: "A share of the training; its length comes from the host.",
    example: "30%",
  },
} as const satisfies Readonly<Record<string, Unit>>;

export type TimeUnit = keyof typeof units;

/** Names that open a trigger after `then@`, whatever their parentheses hold. */
export const triggerNames = ["plateau", "reaches"] as const;

export type TriggerName = (typeof triggerNames)[number];

/** The words of a table, in its order. */
export const wordsOf = <Words extends object>(table: Words): readonly (keyof Words & string)[] =>
  Object.keys(table) as (keyof Words & string)[];

export const easeNames = wordsOf(easings);
export const timeUnits = wordsOf(units);
/** Those whose name stands before a whole number: `epoch40`. */
export const countedUnits = timeUnits.filter((unit) => units[unit].before !== "");

/** What a keyword or truth value does, by the word. */
const help: ReadonlyMap<string, WordHelp> = new Map<string, WordHelp>([
  ...Object.entries(itemKeywords),
  ...operatorKeywords.map((keyword) => [keyword.word, keyword] as const),
  ...Object.entries(truths),
]);

/** The words that cannot be names, in the order in which the reference lists them. */
export const reserved: readonly string[] = [
  ...wordsOf(itemKeywords),
  ...operatorKeywords.map(({ word }) => word),
  ...easeNames,
  ...wordsOf(truths),
];

/** What a keyword or truth value does. */
export const keywordHelp = (word: string): WordHelp | undefined => help.get(word);

export const isEase = (word: string): word is Ease => Object.hasOwn(easings, word);
export const isTriggerName = (word: string): word is TriggerName => triggerNames.some((name) => name === word);
