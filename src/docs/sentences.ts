/** The sentences of a paragraph. A stop inside a number, a bracket or a name ends none. */
export const sentences = (text: string): readonly string[] =>
  text
    .replace(/\s+/g, " ")
    .trim()
    .split(/(?<=[.!?][)"]?) (?=[A-Z`√|])/)
    .filter(Boolean);

export const firstSentence = (text: string): string => sentences(text)[0] ?? "";
