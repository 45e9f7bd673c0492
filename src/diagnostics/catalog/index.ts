import { type Entry, entry, say } from "./entry.js";
import { names } from "./names.js";
import { running } from "./running.js";
import { time } from "./time.js";
import { types } from "./types.js";

export { type Entry, type Prose, say } from "./entry.js";

/** Every report losslang can make. Codes are permanent: retire one, never reuse it. 1 text · 2 names · 3 types · 4 time · 5 backends and running. */
export const catalog = {
  unexpectedText: entry({
    code: "L101",
    severity: "error",
    title: "UNEXPECTED TEXT",
    message: say`I was reading ${"context"} and did not expect ${"found"} here.`,
    explanation:
      "The text stops following the grammar at this place. A program is a sum of weighted losses, optionally followed by `then@…` phases; a longer file is a list of items, each opened by `use`, `task`, `param`, `def` or `minimize`.",
    example: { wrong: "dice + * ce", right: "dice + ce" },
  }),
  missingPart: entry({
    code: "L102",
    severity: "error",
    title: "SOMETHING IS MISSING",
    message: say`I was reading ${"context"} and expected ${"expected"} after ${"after"}.`,
    explanation:
      "The text stops, or goes on with the next part, before this part is complete. An operator needs an operand on both sides, `then@` a moment and a phase, parentheses something inside them.",
    example: { wrong: "0.5*dice +", right: "0.5*dice + ce" },
  }),
  emptyProgram: entry({
    code: "L103",
    severity: "error",
    title: "EMPTY PROGRAM",
    message: say`There is nothing to minimize here: the text ${"has"}.`,
    explanation: "A program must be a loss; the shortest is the name of one.",
    example: { wrong: "// to do", right: "dice" },
  }),
  unknownCharacters: entry({
    code: "L104",
    severity: "error",
    title: "UNKNOWN CHARACTERS",
    message: say`${"found"} has no meaning in this language.`,
    explanation:
      "Programs are written with names (ASCII letters, digits and `_`), numbers, strings and the signs + - * / ( ) [ ] { } = : , .. @ ! and %. Anything may stand in comments and strings.",
    example: { wrong: "dice & ce", right: "dice + ce" },
  }),
  unclosedBracket: entry({
    code: "L105",
    severity: "error",
    title: "UNCLOSED BRACKET",
    message: say`This \`${"bracket"}\` is never closed: I came to ${"end"} without a \`${"closer"}\`.`,
    explanation:
      "Every bracket needs its partner. The keyword of the next item closes all open brackets, so one forgotten bracket affects one item only.",
    example: { wrong: "0.5*(dice + ce", right: "0.5*(dice + ce)" },
  }),
  strayBracket: entry({
    code: "L106",
    severity: "error",
    title: "STRAY BRACKET",
    message: say`This \`${"bracket"}\` closes nothing${"but"}.`,
    explanation: "A closing bracket needs an opening one of the same kind before it.",
    example: { wrong: "dice) + ce", right: "dice + ce" },
  }),
  unclosedString: entry({
    code: "L107",
    severity: "error",
    title: "UNCLOSED STRING",
    message: say`This string has no closing quote before the end of its line.`,
    explanation: "A string begins and ends with a double quote on one line.",
    example: { wrong: 'use "shared.loss\ndice', right: 'use "shared.loss"\nminimize dice' },
  }),
  missingOperator: entry({
    code: "L108",
    severity: "error",
    title: "MISSING OPERATOR",
    message: say`\`${"left"}\` and \`${"right"}\` stand side by side with nothing between them.`,
    explanation:
      "A weight is joined to its loss by `*`, and losses to each other by `+`. Line breaks do not separate anything: in a file with several items every item is opened by its keyword.",
    example: { wrong: "0.5 dice", right: "0.5*dice" },
  }),
  foreignSign: entry({
    code: "L109",
    severity: "error",
    title: "ANOTHER LANGUAGE'S SIGN",
    message: say`\`${"found"}\` is not written here: ${"instead"}.`,
    explanation:
      "Signs that mean something elsewhere are recognised, so that the report can say how it is written here: `=` for `==` and `:` in arguments, parentheses for braces, `//` for `#` and `/* */`, double quotes for single ones, and no separators between items.",
    example: { wrong: "dice(smooth: 1)", right: "dice(smooth=1)" },
  }),
  missingMoment: entry({
    code: "L110",
    severity: "error",
    title: "PHASE WITHOUT A MOMENT",
    message: say`This \`then\` does not say when.`,
    explanation: "A phase takes over at a moment: an epoch, a step, a share of the training, or a trigger.",
    example: { wrong: "dice then betti", right: "dice then@epoch40 betti" },
  }),
  missingAt: entry({
    code: "L111",
    severity: "error",
    title: "MISSING @",
    message: say`There is no \`@\` between \`then\` and its moment.`,
    explanation: "`then@epoch40` is read as one word: from epoch 40 on.",
    example: { wrong: "dice then epoch40 betti", right: "dice then@epoch40 betti" },
  }),
  momentWithoutUnit: entry({
    code: "L112",
    severity: "error",
    title: "MOMENT WITHOUT A UNIT",
    message: say`\`${"number"}\` does not say whether it counts epochs or steps.`,
    explanation: "A bare number is a moment only after `..`, where it takes the unit of the other end: `epoch40..60`.",
    example: { wrong: "dice then@40 betti", right: "dice then@epoch40 betti" },
  }),
  easeWithoutFade: entry({
    code: "L113",
    severity: "error",
    title: "EASE WITHOUT A FADE",
    message: say`\`${"ease"}\` shapes a fade, but \`then@${"moment"}\` switches at once.`,
    explanation: "A fade lasts from one moment to another. A switch has no duration, so there is nothing to shape.",
    example: { wrong: "dice then@epoch40 cosine betti", right: "dice then@epoch40..60 cosine betti" },
  }),
  notWhole: entry({
    code: "L114",
    severity: "error",
    title: "NOT A WHOLE NUMBER",
    message: say`\`${"number"}\` is not a whole number, and ${"what"} are counted in whole numbers.`,
    explanation: "Classes, epochs and steps are counted 0, 1, 2, …",
    example: { wrong: "dice[1.5]", right: "dice[1]" },
  }),
  numberTooLarge: entry({
    code: "L115",
    severity: "error",
    title: "NUMBER TOO LARGE",
    message: say`\`${"number"}\` is larger than any number a computer can hold as a double.`,
    explanation:
      "The largest double is about 1.8e308. Reading more would make it infinite, and an infinite weight makes every loss NaN.",
    example: { wrong: "1e999*dice", right: "1e3*dice" },
  }),
  minimizeTwice: entry({
    code: "L116",
    severity: "error",
    title: "TWO PROGRAMS",
    message: say`This is a second thing to minimize, and a program minimizes one.`,
    explanation: "To have both at once, add them. To have one after the other, join them by `then@`.",
    example: { wrong: "minimize dice\nminimize ce", right: "minimize dice + ce" },
  }),
  missingMinimize: entry({
    code: "L117",
    severity: "error",
    title: "MISSING MINIMIZE",
    message: say`A file with ${"items"} needs the keyword \`minimize\` before its loss.`,
    explanation:
      "A bare expression is a whole program by itself. Beside `use`, `task`, `param` or `def`, where line breaks do not matter, the keyword shows where the expression begins.",
    example: { wrong: "task { space: 2d }\ndice", right: "task { space: 2d }\nminimize dice" },
  }),
  itemAfterProgram: entry({
    code: "L118",
    severity: "error",
    title: "ITEM AFTER THE PROGRAM",
    message: say`This \`${"item"}\` comes after \`minimize\`, which must be the last item of a file.`,
    explanation: "A file reads top down: files to use, the task, parameters, recipes, and last what to minimize.",
    example: { wrong: "minimize f\ndef f = dice", right: "def f = dice\nminimize f" },
  }),
  reservedWord: entry({
    code: "L119",
    severity: "error",
    title: "RESERVED WORD",
    message: say`\`${"word"}\` is a word of the language and cannot be ${"role"}.`,
    explanation:
      "Reserved are: use, task, param, def, minimize, then, on, where, linear, cosine, exponential, sigmoid, true and false. A longer name may begin with one: `online`, `linear_part`.",
    example: {
      wrong: "param linear = 0.5\nminimize linear*dice",
      right: "param linear_part = 0.5\nminimize linear_part*dice",
    },
  }),
  momentOutOfPlace: entry({
    code: "L120",
    severity: "error",
    title: "MOMENT OUT OF PLACE",
    message: say`\`${"moment"}\` is a moment in time, and a moment has no value that could be added or multiplied.`,
    explanation:
      "Moments stand after `then@` and in spans such as `over=epoch10..40`. A number that changes with time is a `ramp`.",
    example: { wrong: "30%*dice", right: "0.3*dice" },
  }),
  nestedTooDeeply: entry({
    code: "L121",
    severity: "error",
    title: "NESTED TOO DEEPLY",
    message: say`This is bracket number ${"depth"} inside another, and at most ${"limit"} may be nested.`,
    explanation:
      "The bound keeps every text, even a generated one, within the memory of the compiler. Name parts with `def` instead of nesting them.",
  }),
  textTooLarge: entry({
    code: "L122",
    severity: "error",
    title: "TEXT TOO LARGE",
    message: say`The text has ${"size"} characters, and at most ${"limit"} are read.`,
    explanation: "No program a person writes comes near the bound; a file this large is usually not a program at all.",
  }),
  chainTooLong: entry({
    code: "L123",
    severity: "error",
    title: "TOO MANY TERMS",
    message: say`This expression strings more than ${"limit"} operators together.`,
    explanation:
      "The bound counts the operators on the way from the whole expression to its innermost part, and keeps every text within the memory of the compiler. Parts named with `def` are counted by themselves.",
  }),
  misspeltKeyword: entry({
    code: "L125",
    severity: "error",
    title: "MISSPELT",
    message: say`\`${"found"}\` is not a word of the language; here \`${"right"}\` is meant.`,
    explanation:
      "Words that open an item or a phase are recognised where no name could stand, and what follows is read as if they were spelt right.",
    example: { wrong: "minimise dice", right: "minimize dice" },
  }),
  tooManyMistakes: entry({
    code: "L124",
    severity: "error",
    title: "TOO MANY MISTAKES",
    message: say`I stopped reading here, after ${"count"} mistakes.`,
    explanation: "Further mistakes would mostly be consequences of these. Correct the first ones and check again.",
  }),
  ...names,
  ...types,
  ...time,
  ...running,
};

export type Catalog = typeof catalog;
/** The holes an entry's message must be given. */
export type Holes<E> = E extends Entry<infer H> ? { readonly [K in H]: string } : never;
