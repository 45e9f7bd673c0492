const marks = /\p{M}/gu;

/** How many columns a text takes: marks over letters take none. */
export const displayWidth = (text: string): number => [...text.replace(marks, "")].length;

/** Text broken into lines of at most `width` columns, each after an indent; a longer word stands alone. */
export function wrap(text: string, width: number, indent = ""): string {
  const room = Math.max(1, width - indent.length);
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (line && displayWidth(line) + 1 + displayWidth(word) > room) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line].map((l) => (indent + l).trimEnd()).join("\n");
}

/** Text filled up with spaces to a number of columns. */
export const padToWidth = (text: string, width: number): string =>
  text + " ".repeat(Math.max(0, width - displayWidth(text)));
