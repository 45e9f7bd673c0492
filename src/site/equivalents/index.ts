import { markdownTable } from "../../docs/markdown.js";
import { keras } from "./keras.js";
import { monai } from "./monai.js";
import { odyssey } from "./odyssey.js";
import { smp } from "./smp.js";
import { torch } from "./torch.js";

/** Calls of other libraries and the programs that compute the same. A test compares every row with the value the other library computed. */
export const equivalents = { monai, smp, keras, torch, odyssey } as const;

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
