import { markdownTable } from "../../docs/markdown.js";
import { equivalents } from "./index.js";

/** A guide with its tables: `<!-- equivalents: monai -->` stands for what MONAI calls what. */
export const equivalentsMarkdown = (guide: string): string =>
  guide.replace(/<!-- equivalents: (\w+) -->/g, (mark, key: string) => {
    const peer = equivalents[key as keyof typeof equivalents];
    if (!peer) throw new Error(`${mark}: there is no such library.`);
    return markdownTable([
      [peer.name, "given", "losslang"],
      ...peer.rows.map(({ theirs, data, ours }) => [code(theirs), data, code(ours)]),
    ]);
  });

const code = (text: string) => `\`${text}\``;
