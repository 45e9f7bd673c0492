/** The sentences of a paragraph. A full stop inside a number, brackets or a name does not end a sentence. */
export const sentences = (text: string): readonly string[] =>
  text
    .replace(/\s+/g, " ")
    .trim()
    .split(/(?<=[.!?][)"]?) (?=[A-Z`√|])/)
    .filter(Boolean);

export const firstSentence = (text: string): string => sentences(text)[0] ?? "";
