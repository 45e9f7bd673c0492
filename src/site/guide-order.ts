/** The guides, in the order they are read. Each is a Markdown file of its name in `guides/`. */
export const guideOrder = [
  "start",
  "compose",
  "schedule",
  "train",
  "embed",
  "extend",
  "editors",
  "coming-from",
] as const;
