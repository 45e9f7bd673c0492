import type { BookChapter } from "../../docs/book.js";
import { escaped } from "../../docs/markup.js";
import { codeBlock, renderMarkdown, type SiteLinks } from "../markup/markdown.js";
import type { SitePage } from "../page-layout.js";
import { chapterPath } from "./chapter.js";
import type { LossPicture } from "./loss.js";

const summary =
  "A small language for the losses that train image-segmentation models, and its compiler to TensorFlow.js.";

/** The first page: what it is in a sentence and a program, and every loss by its picture. */
export function homePage(
  book: readonly BookChapter[],
  pictures: ReadonlyMap<string, LossPicture>,
  links: SiteLinks,
): SitePage {
  const chapters = book.filter(({ pages }) => pages.some(({ kind }) => kind === "loss"));
  const html = [
    '<div class="hero">',
    "<h1>losslang</h1>",
    `<p class="lead">${summary}</p>`,
    codeBlock("0.5*dice + hd_dt(alpha=2) then@epoch40 betti", "loss", links),
    `<p>${renderMarkdown("That is a whole program: train on half the Dice loss plus a Hausdorff loss, and from epoch 40 on the Betti loss, which compares topology, alone. The checker knows losses, classes, parameters and phases; the compiler derives the gradient, fuses loss and gradient into a few passes over memory, computes distance maps once per target, and skips terms whose weight is 0.", links).html.replace(/<\/?p>/g, "")}</p>`,
    `<p class="actions"><a class="button" href="${links.page("start.md")}">Start</a><a class="button quiet" href="${links.page("coming-from.md")}">Coming from MONAI, smp or Keras</a></p>`,
    "</div>",
    '<p class="legend">Each picture shows how one step of gradient descent on the loss changes the same prediction: <span class="raise">up</span> and <span class="lower">down</span>.</p>',
    ...chapters.map((chapter) => wall(chapter, pictures, links)),
  ].join("\n");
  return { path: "index.html", title: "losslang", summary, kind: "start", html, headings: [] };
}

function wall(
  { title, name, pages }: BookChapter,
  pictures: ReadonlyMap<string, LossPicture>,
  links: SiteLinks,
): string {
  const tiles = pages.flatMap((page) =>
    page.kind === "loss" && pictures.has(page.name)
      ? [
          `<li><a href="${links.loss(page.name)}" title="${escaped(page.summary)}"><span class="half"><img src="pictures/${page.name}.svg" alt="" loading="lazy"></span><code>${page.name}</code></a></li>`,
        ]
      : [],
  );
  return `<h2 id="${name}"><a href="${chapterPath(name)}">${escaped(title)}</a></h2><ul class="wall">${tiles.join("")}</ul>`;
}
