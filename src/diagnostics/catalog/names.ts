import { entry, say } from "./entry.js";

/** L2xx: names and what they stand for, in one file and across files. */
export const names = {
  unknownName: entry({
    code: "L201",
    severity: "error",
    title: "UNKNOWN NAME",
    message: say`I know nothing called \`${"name"}\`.`,
    explanation:
      "A name in an expression is a loss of the library, a recipe, a `def` or a `param` of this file, or a `def` of a file it uses. `losslang docs` lists the losses.",
    example: { wrong: "dise", right: "dice" },
  }),
  unknownClass: entry({
    code: "L202",
    severity: "error",
    title: "UNKNOWN CLASS",
    message: say`The task has no class called \`${"name"}\`.`,
    explanation: "Class names come from `classes:` or `labels:` of the task. Numbers, counted from 0, work as well.",
    example: {
      wrong: "task { classes: background, vessel } minimize dice[vesel]",
      right: "task { classes: background, vessel } minimize dice[vessel]",
    },
  }),
  unknownHead: entry({
    code: "L203",
    severity: "error",
    title: "UNKNOWN HEAD",
    message: say`The task has no head called \`${"name"}\`.`,
    explanation: "A head is a named output of the network. Heads are listed in the task: `heads: main, aux`.",
    example: {
      wrong: "task { heads: main, aux } minimize dice on axu",
      right: "task { heads: main, aux } minimize dice on aux",
    },
  }),
  unknownMask: entry({
    code: "L204",
    severity: "error",
    title: "UNKNOWN MASK",
    message: say`The task has no mask called \`${"name"}\`.`,
    explanation: "A mask says which pixels count. Masks are listed in the task: `masks: roi`.",
    example: {
      wrong: "task { masks: roi } minimize dice where rio",
      right: "task { masks: roi } minimize dice where roi",
    },
  }),
  unknownParameter: entry({
    code: "L205",
    severity: "error",
    title: "UNKNOWN PARAMETER",
    message: say`\`${"owner"}\` has no parameter \`${"name"}\`.`,
    explanation:
      "Arguments are given by the names that the loss, recipe or trigger declares. `losslang docs LOSS` lists them.",
    example: { wrong: "tversky(alhpa=0.3)", right: "tversky(alpha=0.3)" },
  }),
  unknownTaskKey: entry({
    code: "L206",
    severity: "error",
    title: "UNKNOWN TASK KEY",
    message: say`A task has no key \`${"name"}\`.`,
    explanation:
      "The keys of a task are `prediction`, `classes` or `labels`, `space`, `spacing`, `heads`, `masks`, `fields` and `ignore`.",
    example: { wrong: "task { clases: a, b } minimize dice", right: "task { classes: a, b } minimize dice" },
  }),
  unknownOverride: entry({
    code: "L207",
    severity: "error",
    title: "NOTHING TO SET",
    message: say`\`${"name"}\` was set from outside, but this file has no \`param\` of that name.`,
    explanation: "`--set NAME=VALUE` and `compile(…, { params })` replace the value of a `param` of the main file.",
  }),
  duplicateName: entry({
    code: "L208",
    severity: "error",
    title: "NAME USED TWICE",
    message: say`\`${"name"}\` is defined twice.`,
    explanation: "Within a file and the files it uses, every `def` and `param` has a name of its own.",
    example: { wrong: "def a = dice  def a = ce  minimize a", right: "def a = dice  def b = ce  minimize a + b" },
  }),
  shadowedLoss: entry({
    code: "L209",
    severity: "warning",
    title: "HIDDEN LOSS",
    message: say`\`${"name"}\` is also ${"what"} of the library, which this definition hides.`,
    explanation: "The file's own definition wins. A reader who knows the library will take it for the library's.",
    example: { wrong: "def dice(w = 0.5) = w*ce  minimize dice", right: "def mine(w = 0.5) = w*ce  minimize mine" },
  }),
  recursion: entry({
    code: "L210",
    severity: "error",
    title: "RECURSIVE DEFINITION",
    message: say`\`${"name"}\` is defined by itself: ${"path"}.`,
    explanation:
      "A `def` is replaced by its expression, and a `param` by its value. If one uses itself, even through others, the replacement never ends.",
    example: { wrong: "def a = dice + a  minimize a", right: "def a = dice + ce  minimize a" },
  }),
  useFailed: entry({
    code: "L211",
    severity: "error",
    title: "FILE NOT READ",
    message: say`I could not read \`${"path"}\`: ${"reason"}`,
    explanation:
      "`use` takes the path of a `.loss` file, relative to the file that contains it and inside the folder that the host program allows.",
    example: { wrong: 'use "./absent.loss"  minimize dice', right: "minimize dice" },
  }),
  useCycle: entry({
    code: "L212",
    severity: "error",
    title: "FILES USE EACH OTHER",
    message: say`These files use each other in a circle: ${"path"}.`,
    explanation: "Move what both files need into a third one, and `use` that from both.",
  }),
  usePath: entry({
    code: "L213",
    severity: "error",
    title: "NOT A RELATIVE PATH",
    message: say`\`${"path"}\` is not the relative path of a file.`,
    explanation:
      "Files are found relative to the file that uses them. There is no search path and nothing is fetched from a network.",
    example: { wrong: 'use "https://example.org/a.loss"  minimize dice', right: "minimize dice" },
  }),
  unusedParam: entry({
    code: "L214",
    severity: "warning",
    title: "UNUSED PARAMETER",
    message: say`Nothing uses the parameter \`${"name"}\`.`,
    explanation: "Setting it from outside would change nothing, which is rarely what was meant.",
    example: { wrong: "param w = 0.5  minimize dice", right: "param w = 0.5  minimize w*dice" },
  }),
  unusedDef: entry({
    code: "L215",
    severity: "warning",
    title: "UNUSED DEFINITION",
    message: say`Nothing uses the definition \`${"name"}\`.`,
    explanation: "It has been checked like the rest, but it does not contribute to the loss.",
    example: { wrong: "def a = ce  minimize dice", right: "def a = ce  minimize dice + a" },
  }),
  unknownTrigger: entry({
    code: "L216",
    severity: "error",
    title: "UNKNOWN TRIGGER",
    message: say`No trigger is called \`${"name"}\`.`,
    explanation:
      'A phase begins at a moment, or when a metric triggers it: `plateau("metric", patience=5)`, `reaches("metric", 0.8)`.',
    example: { wrong: 'dice then@platau("val") ce', right: "dice then@epoch5 ce" },
  }),
  reservedName: entry({
    code: "L217",
    severity: "error",
    title: "RESERVED NAME",
    message: say`\`${"name"}\` is part of the language and cannot be redefined.`,
    explanation: "`ramp`, `balance`, `deep`, `plateau` and `reaches` have a meaning of their own.",
    example: { wrong: "def ramp = dice  minimize ramp", right: "def rise = dice  minimize rise" },
  }),
  unnamedClasses: entry({
    code: "L218",
    severity: "error",
    title: "CLASSES WITHOUT NAMES",
    message: say`I cannot tell which class \`${"name"}\` is, because no task names the classes.`,
    explanation:
      "Without a task the prediction may have any number of classes, and only their indices, from 0, are known.",
    example: { wrong: "dice[vessel]", right: "dice[1]" },
  }),
  taskInUsedFile: entry({
    code: "L219",
    severity: "error",
    title: "TASK IN A USED FILE",
    message: say`\`${"file"}\` is used for its recipes, so it cannot describe the data with a \`task\`.`,
    explanation:
      "Only the main file has a `task`; recipes see the classes, heads and masks of the file that uses them.",
  }),
  minimizeInUsedFile: entry({
    code: "L220",
    severity: "error",
    title: "PROGRAM IN A USED FILE",
    message: say`\`${"file"}\` is used for its recipes, so it cannot say what to minimize.`,
    explanation: "A file that others use consists of `def`s. Give the expression a name with `def`.",
  }),
  nothingToMinimize: entry({
    code: "L221",
    severity: "error",
    title: "NOTHING TO MINIMIZE",
    message: say`This file does not say what to minimize.`,
    explanation: "A program is one expression, or a list of items of which one is `minimize …`.",
    example: { wrong: "def a = dice", right: "def a = dice  minimize a" },
  }),
  duplicateTaskKey: entry({
    code: "L222",
    severity: "error",
    title: "GIVEN TWICE",
    message: say`The task gives \`${"name"}\` twice.`,
    explanation: "A task has each key at most once and lists each name once.",
    example: { wrong: "task { space: 2d space: 3d } minimize dice", right: "task { space: 2d } minimize dice" },
  }),
  duplicateTask: entry({
    code: "L223",
    severity: "error",
    title: "TWO TASKS",
    message: say`This file already has a task.`,
    explanation: "One task describes the data of the whole program.",
    example: {
      wrong: "task { space: 2d } task { masks: roi } minimize dice",
      right: "task { space: 2d masks: roi } minimize dice",
    },
  }),
  unknownField: entry({
    code: "L224",
    severity: "error",
    title: "UNKNOWN FIELD",
    message: say`The task has no field called \`${"name"}\`.`,
    explanation:
      "A field is a further constant tensor of a batch that a loss reads, such as normals or an initial contour. Fields are listed in the task: `fields: normals`.",
    example: {
      wrong: "task { fields: normals } minimize nms_edge(normals=normal)",
      right: "task { fields: normals } minimize nms_edge(normals=normals)",
    },
  }),
};
