import { taskKeyOf } from "../../../check/task-keys.js";
import type { ast } from "../../../syntax/index.js";
import { enclosing } from "../../ast-path.js";
import { calleeOf } from "../../callee.js";
import { addToTask, insertAt, newEntry, replaceSpan, withoutEntry, withoutItem, withoutItemOf } from "../edits.js";
import { type FixExample, fix, type QuickFix } from "../fix-context.js";

/* The `task { … }` block: what is predicted. */

/** A name that the task does not list is added to it. */
const addNamed = (
  key: (labels: boolean) => string,
  noun: string,
  ...examples: [FixExample, ...FixExample[]]
): QuickFix => ({
  examples,
  offer({ analysis, diagnostic, textAt }) {
    const name = textAt(diagnostic.span).replace(/^["']|["']$/g, "");
    if (!/^[A-Za-z_]\w*$/.test(name)) return [];
    const labels = analysis.task.classes !== undefined && !analysis.task.exclusive;
    return [fix(`Add the ${noun} \`${name}\` to the task`, ...addToTask(key(labels), [name], analysis))];
  },
});

export const addClass = addNamed(
  (labels) => (labels ? "labels" : "classes"),
  "class",
  {
    before: "task { classes: a, b } minimize dice[zebra]",
    after: "task { classes: a, b, zebra } minimize dice[zebra]",
  },
  {
    before: "task { labels: a, b } minimize dice[zebra]",
    after: "task { labels: a, b, zebra } minimize dice[zebra]",
  },
);

export const addHead = addNamed(() => "heads", "head", {
  before: "dice on aux",
  after: "task {\n  heads: aux\n}\n\nminimize dice on aux",
});

export const addMask = addNamed(() => "masks", "mask", {
  before: "task {\n  space: 2d\n}\nminimize dice where roi",
  after: "task {\n  space: 2d\n  masks: roi\n}\nminimize dice where roi",
});

export const addField = addNamed(() => "fields", "field", {
  before: "task { space: 2d } minimize nms_edge(normals=directions)",
  after: "task { space: 2d fields: directions } minimize nms_edge(normals=directions)",
});

/** A class is chosen by name, and no task says which classes there are. */
export const nameClasses: QuickFix = {
  examples: [{ before: "dice[vessel]", after: "task {\n  classes: background, vessel\n}\n\nminimize dice[vessel]" }],
  offer({ analysis, diagnostic, textAt }) {
    const name = textAt(diagnostic.span);
    const classes = name === "background" ? ["background", "foreground"] : ["background", name];
    return [fix(`Name the classes: ${classes.join(", ")}`, ...addToTask("classes", classes, analysis))];
  },
};

/** An entry goes, or one of its names where only that was reported. */
export const removeEntry: QuickFix = {
  examples: [
    { before: "task {\n  zebra: 1\n  space: 2d\n}\nminimize dice", after: "task {\n  space: 2d\n}\nminimize dice" },
    { before: "task { classes: a, b, a } minimize dice", after: "task { classes: a, b } minimize dice" },
  ],
  offer({ diagnostic, module, path }) {
    const entry = enclosing(path, "task-entry");
    if (!entry) return [];
    const list = enclosing(path, "list");
    const items = list ? list.items : entry.values;
    const index = items.findIndex(({ span }) => span.start === diagnostic.span.start);
    const single = diagnostic.code === "L222" && index > 0;
    return [
      single
        ? fix("Remove the second", withoutItem(items, index))
        : fix(`Remove \`${entry.key.name}\``, withoutEntry(entry, module)),
    ];
  },
};

/** The entries of a second task move to the first. */
export const joinTasks: QuickFix = {
  examples: [
    {
      before: "task { space: 2d }\ntask { classes: a, b }\nminimize dice",
      after: "task { space: 2d classes: a, b }\nminimize dice",
    },
  ],
  offer({ diagnostic, module, textAt }) {
    const tasks = module.file.items.filter((item): item is ast.TaskItem => item.kind === "task");
    const first = tasks[0];
    const second = tasks.find(({ span }) => span.start === diagnostic.span.start);
    if (!first || !second || first === second) return [];
    const present = new Set(first.entries.map(({ key }) => key.name));
    const more = second.entries
      .filter(({ key }) => !present.has(key.name))
      .map(({ span }) => textAt(span).replace(/,\s*$/, ""));
    const joined = more.length > 0 ? [newEntry(more.join(" "), first, module)] : [];
    return [fix("Merge the two tasks", ...joined, withoutItemOf(second, module))];
  },
};

/** A loss that is not defined for images of the task's number of dimensions. */
export const changeSpace: QuickFix = {
  examples: [
    {
      before: "task { space: 3d } minimize level_set_curvature",
      after: "task { space: 2d } minimize level_set_curvature",
    },
  ],
  offer({ analysis, module, path }) {
    const call = enclosing(path, "call");
    const callee = call && calleeOf(analysis, call, module);
    const dimensions = callee?.kind === "loss" ? (callee.declaration.dimensions ?? []) : [];
    const task = analysis.main.file.items.find((item) => item.kind === "task");
    const value = task?.entries.find(({ key }) => key.name === "space")?.values[0];
    if (!value) return [];
    return dimensions.map((d) => fix(`Change the task to \`space: ${d}d\``, replaceSpan(value.span, `${d}d`)));
  },
};

/** A value that its key does not take: those that it does. */
export const proposeValues: QuickFix = {
  examples: [
    {
      before: "task { space: 4d } minimize dice",
      after: "task { space: 3d } minimize dice",
      title: "Change to `3d`",
    },
  ],
  offer({ path }) {
    const entry = enclosing(path, "task-entry");
    const [first, last] = [entry?.values[0], entry?.values.at(-1)];
    if (!entry || !first || !last) return [];
    const span = { ...first.span, end: last.span.end };
    const values = Object.keys(taskKeyOf(entry.key.name)?.values ?? {});
    return values.map((value) => fix(`Change to \`${value}\``, replaceSpan(span, value)));
  },
};

/** One exclusive class leaves nothing to decide: it is a label, or one of two classes. */
export const labelsForClass: QuickFix = {
  examples: [
    {
      before: "task { classes: vessel } minimize dice",
      after: "task { labels: vessel } minimize dice",
      title: "Change to `labels`",
    },
    {
      before: "task { classes: vessel } minimize dice",
      after: "task { classes: background, vessel } minimize dice",
      title: "Name two classes: `background, vessel`",
    },
  ],
  offer({ path, textAt }) {
    const entry = enclosing(path, "task-entry");
    const value = entry?.values[0];
    if (!entry || !value) return [];
    const name = textAt(value.span);
    const background = fix(
      `Name two classes: \`background, ${name}\``,
      insertAt(value.span, value.span.start + (value.kind === "list" ? 1 : 0), "background, "),
    );
    return [
      fix("Change to `labels`", replaceSpan(entry.key.span, "labels")),
      ...(name.includes("background") ? [] : [background]),
    ];
  },
};

/** `classes` and `labels` exclude one another: all are listed under one of the two. */
export const joinClasses: QuickFix = {
  examples: [
    {
      before: "task {\n  classes: a, b\n  labels: c\n}\nminimize dice",
      after: "task {\n  classes: a, b, c\n}\nminimize dice",
      title: "List all as `classes`",
    },
  ],
  offer({ module, path, textAt }) {
    const labels = enclosing(path, "task-entry");
    const task = enclosing(path, "task");
    const other = labels && taskKeyOf(labels.key.name)?.excludes;
    const classes = task?.entries.find(({ key }) => key.name === other);
    if (!labels || !classes) return [];
    const names = (entry: typeof labels) => entry.values.map(({ span }) => textAt(span)).join(", ");
    const under = (kept: typeof labels, gone: typeof labels) =>
      fix(
        `List all as \`${kept.key.name}\``,
        insertAt(kept.span, kept.values.at(-1)!.span.end, `, ${names(gone)}`),
        withoutEntry(gone, module),
      );
    const lists = [...labels.values, ...classes.values].some(({ kind }) => kind === "list" || kind === "missing");
    return lists ? [] : [under(classes, labels), under(labels, classes)];
  },
};
