/** What a piece of a report is; how that looks is the painter's affair. */
export type Style = "error" | "warning" | "info" | "faint" | "strong" | "hint";

/** Gives a piece of text its looks. */
export type Painter = (style: Style, text: string) => string;

/** For files, pipes and tests. */
export const plain: Painter = (_, text) => text;

/** The codes of ECMA-48 that terminals understand. */
const codes: Record<Style, string> = {
  error: "31;1",
  warning: "33;1",
  info: "36;1",
  faint: "2",
  strong: "1",
  hint: "32",
};

export const ansi: Painter = (style, text) => (text === "" ? "" : `\u001b[${codes[style]}m${text}\u001b[0m`);
