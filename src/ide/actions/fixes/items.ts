import { extentOf } from "../../../syntax/index.js";
import { enclosing } from "../../ast-path.js";
import { asTerm, firstLoss, freshName, insertAt, keyworded, removeSpan, replaceSpan, withoutItemOf } from "../edits.js";
import { fix, type QuickFix } from "../fix-context.js";

/* The items of a file: `use`, `task`, `def`, `param`, and the program that it minimizes. */

export const beginProgram: QuickFix = {
  examples: [{ before: "// to do", after: "// to do\ndice\n" }],
  offer({ analysis, diagnostic, module }) {
    const loss = firstLoss(analysis);
    if (loss === undefined) return [];
    const { text } = module.source;
    const gap = text === "" || text.endsWith("\n") ? "" : "\n";
    return [fix(`Write \`${loss}\``, insertAt(diagnostic.span, text.length, `${gap}${loss}\n`))];
  },
};

/** A file without a program minimizes its last definition. */
export const minimizeDefinition: QuickFix = {
  examples: [
    { before: "def a = dice\ndef b = ce\n", after: "def a = dice\ndef b = ce\n\nminimize b\n" },
    { before: "task { space: 2d }", after: "task { space: 2d }\n\nminimize dice\n" },
  ],
  offer({ analysis, diagnostic, module }) {
    const defs = module.file.items.flatMap((item) =>
      item.kind === "def" && item.name.kind === "ident" ? item.name.name : [],
    );
    const what = defs.at(-1) ?? firstLoss(analysis);
    if (what === undefined) return [];
    const { text } = module.source;
    const gap = text.endsWith("\n") ? "\n" : "\n\n";
    return [fix(`Write \`minimize ${what}\``, insertAt(diagnostic.span, text.length, `${gap}minimize ${what}\n`))];
  },
};

/** The losses of a second `minimize` are added to the first. */
export const joinPrograms: QuickFix = {
  examples: [{ before: "minimize dice\nminimize 0.5*ce", after: "minimize dice\n+ 0.5*ce" }],
  offer({ diagnostic, module, textAt }) {
    const { file, source } = module;
    const { span } = diagnostic;
    const first = file.minimize;
    if (!first || textAt(span) !== "minimize") return [];
    const rest = source.text.slice(span.end);
    const scheduled = [
      asTerm(first.body, "x") !== "x",
      /\bthen\b/.test(rest.split(/\b(?:minimize|def|param|task|use)\b/)[0]!),
    ];
    // A schedule binds more loosely than a sum, and parentheses would have to be guessed.
    if (scheduled.includes(true)) return [];
    return [fix("Add it to the first `minimize`", replaceSpan(span, "+"))];
  },
};

/** An item behind the program moves in front of it. */
export const moveBeforeProgram: QuickFix = {
  examples: [
    { before: "dice\n\n/// How much.\nparam w = 0.5\n", after: "/// How much.\nparam w = 0.5\nminimize dice\n\n" },
  ],
  offer({ diagnostic, module }) {
    const { file, source } = module;
    const program = file.minimize;
    const item = file.items.find(({ span }) => span.start === diagnostic.span.start);
    if (!program || !item) return [];
    const from = extentOf(item.span, file.comments, source.text);
    const to = extentOf(program.span, file.comments, source.text).start;
    const text = source.text.slice(from.start, from.end).trim();
    return [
      fix("Move it in front of the program", insertAt(from, to, `${text}\n`), ...keyworded(file), removeSpan(from)),
    ];
  },
};

/** A `use` of a file that cannot be read, or that uses this one. */
export const removeUse: QuickFix = {
  examples: [{ before: 'use "./absent.loss"\n\nminimize dice', after: "\nminimize dice" }],
  offer({ module, path }) {
    const use = enclosing(path, "use");
    return use ? [fix("Remove this `use`", withoutItemOf(use, module))] : [];
  },
};

/** A file that others use has no program of its own: what it minimizes becomes a definition. */
export const programToDefinition: QuickFix = {
  examples: [
    {
      before: 'use "./program.loss"  minimize dice',
      files: { "program.loss": "def p = dice\nminimize p" },
      inFile: "program.loss",
      after: "def p = dice\ndef program = p",
    },
    {
      before: 'use "./bare.loss"  minimize dice',
      files: { "bare.loss": "dice + ce" },
      inFile: "bare.loss",
      after: "def bare = dice + ce",
    },
  ],
  offer({ analysis, module }) {
    const { minimize } = module.file;
    if (!minimize) return [];
    const stem = module.source.file
      .split(/[\\/]/)
      .at(-1)!
      .replace(/\.loss$/, "");
    const name = freshName(/^[A-Za-z_]\w*$/.test(stem) ? stem : "recipe", module, analysis);
    const start = minimize.span.start;
    const edit = minimize.bare
      ? insertAt(minimize.span, start, `def ${name} = `)
      : replaceSpan({ ...minimize.span, end: start + "minimize".length }, `def ${name} =`);
    return [fix(`Turn it into a definition \`${name}\``, edit)];
  },
};

/** A file that others use has no task of its own. */
export const removeTask: QuickFix = {
  examples: [
    {
      before: 'use "./shared.loss"  minimize shared',
      files: { "shared.loss": "task { space: 2d }\ndef shared = dice" },
      inFile: "shared.loss",
      after: "def shared = dice",
    },
  ],
  offer({ module, path }) {
    const task = enclosing(path, "task");
    return task ? [fix("Remove this task", withoutItemOf(task, module))] : [];
  },
};
