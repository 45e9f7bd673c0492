import { firstSentence } from "../../../src/describe/sentences.js";
import { recipes } from "../../../stdlib/recipes.gen.js";
import { files } from "../compute/files.js";

/** A program to start from. */
export interface GalleryItem {
  readonly title: string;
  /** What it is for. */
  readonly sentence: string;
  readonly source: string;
  /** The picture that shows it best. */
  readonly preset?: string;
}

export const first: GalleryItem = {
  title: "Overlap, centrelines, topology",
  sentence: "Region losses lead; skeletons fade in once there are shapes; at the end, pieces and holes are counted.",
  source: `//! Vessels: overlap, then centrelines, then topology.

/// Where the vessels are.
def region = 0.5*dice + 0.5*bce
/// And whether they hang together.
def lines = region + 0.4*cldice(iterations=5)

minimize region
    then@epoch20..30 lines
    then@epoch40 lines + 0.1*betti
`,
  preset: "branching vessel",
};

/** Programs made for looking at. */
const showcase: readonly GalleryItem[] = [
  first,
  {
    title: "Five views of one mistake",
    sentence: "Each term by itself: which react to the gap, which to the boundary, which only to the overlap.",
    source: "bce + dice + boundary + cldice(iterations=5) + betti\n",
    preset: "branching vessel",
  },
  {
    title: "Classes, one by one",
    sentence: "Four exclusive classes; the eights get a Hausdorff term of their own, late.",
    source: `task { classes: background, three, eight, zero }

minimize dice_ce then@epoch10..20 cosine dice_ce + 0.05*hd_dt[eight](alpha=2)
`,
    preset: "digits",
  },
  {
    title: "Lesions that nobody finds",
    sentence: "Dice is nearly satisfied by the large lesion; blob loss asks for every one.",
    source: "0.5*dice + 0.5*bce then@epoch10 0.5*dice + 0.5*bce + blob\n",
    preset: "lesions",
  },
  {
    title: "A ramp and a hand-over",
    sentence:
      "Weights as functions of time: the region loss fades out slowly, the boundary loss fades in, and the contour is kept short.",
    source: `ramp(1, 0.1, over=epoch5..45, ease=sigmoid)*dice
    + ramp(0, 0.9, over=epoch5..45, ease=sigmoid)*boundary
    + 0.2*active_contour(mu=1, lambda=5)
`,
    preset: "ring",
  },
];

/** The specifications of the repository that a flat picture without further tensors can show, and on what. */
const shown: Readonly<Record<string, string>> = {
  "vessels.loss": "branching vessel",
  "vessels-short.loss": "crossing vessels",
  "digits.loss": "thin vessels",
  "imbalance.loss": "lesions",
  "rebalance-to-boundary.loss": "ring",
  "smooth-outlines.loss": "ring",
  "warm-up-to-topology.loss": "thin vessels",
  "fine-tune.loss": "crossing vessels",
  "partly-labelled.loss": "lesions",
  "level-set.loss": "ring",
};

/** What a file says of itself. */
const fileDoc = (text: string): string =>
  firstSentence([...text.matchAll(/^\/\/! ?(.*)$/gm)].map(([, line]) => line).join("\n"));

const specifications: readonly GalleryItem[] = Object.entries(shown).map(([file, preset]) => ({
  title: file,
  sentence: fileDoc(files[file]!),
  source: files[file]!,
  preset,
}));

/** Recipes that ask for vertices or for edges have nothing to read here. */
const needsMore: ReadonlySet<string> = new Set(["acdrnet", "steal"]);

const ofLibrary: readonly GalleryItem[] = recipes.flatMap(({ text }) => {
  const name = /^def (\w+)/m.exec(text)?.[1];
  const doc = [...text.matchAll(/^\/\/\/ ?(.*)$/gm)].map(([, line]) => line).join("\n");
  return name && !needsMore.has(name) ? [{ title: name, sentence: firstSentence(doc), source: `${name}\n` }] : [];
});

export const groups: readonly { readonly name: string; readonly items: readonly GalleryItem[] }[] = [
  { name: "To look at", items: showcase },
  { name: "Specifications", items: specifications },
  { name: "Recipes of the library", items: ofLibrary },
];
