import { markdownTable } from "../../docs/markdown.js";
import { equivalents } from "./index.js";

/** A guide with its tables filled in: `<!-- equivalents: monai -->` becomes the table for MONAI. */
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
