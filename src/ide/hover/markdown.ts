/** A block of the language, coloured as the editor colours files. */
export const lossBlock = (text: string): string => `\`\`\`loss\n${text}\n\`\`\``;

export const code = (text: string): string => `\`${text.replaceAll("`", "'")}\``;

/** Paragraphs, those that say nothing left out. */
export const paragraphs = (...parts: readonly (string | undefined | false)[]): string =>
  parts.filter(Boolean).join("\n\n");

/** Lines that stay lines. */
export const lines = (...parts: readonly (string | undefined | false)[]): string => parts.filter(Boolean).join("  \n");

export const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join("\n");

export const numberTable = ([head, ...rows]: readonly (readonly string[])[]): string =>
  [head!, head!.map((_, i) => (i ? "--:" : ":--")), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

/** `a`, `a and b`, `a, b and c`. */
export const enumerated = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;

/** A call on lines of at most `width`, broken between arguments. */
export function call(name: string, parts: readonly string[], width = 76): string {
  if (parts.length === 0) return name;
  const indent = " ".repeat(Math.min(name.length + 1, 16));
  const out: string[] = [];
  let line = `${name}(`;
  parts.forEach((part, i) => {
    const text = part + (i + 1 < parts.length ? "," : ")");
    if (line.trim() !== `${name}(` && line.length + 1 + text.length > width) {
      out.push(line);
      line = indent + text;
    } else line += (i ? " " : "") + text;
  });
  return [...out, line].join("\n");
}

/** Text in which the identifiers of papers are links. */
export const linked = (text: string): string =>
  text
    .replace(/arXiv:(\d{4}\.\d{4,5})/g, "[arXiv:$1](https://arxiv.org/abs/$1)")
    .replace(/doi:(10\.[^\s,;]+[^\s,;.])/gi, "[doi:$1](https://doi.org/$1)");
