import { h, icon, icons } from "../shell/element.js";
import { proseWithCode } from "../shell/prose.js";
import { type GalleryItem, groups } from "./items.js";

/** The programs to start from, in a window of their own. */
export function gallery(choose: (item: GalleryItem) => void): HTMLDialogElement {
  const close = h("button.round", { type: "button", "aria-label": "Close" }, icon(icons.close));
  const dialog = h(
    "dialog.gallery",
    { "aria-labelledby": "gallery-title" },
    h("header", {}, h("h2", { id: "gallery-title" }, "Start from an example"), close),
    h(
      "div.groups",
      {},
      ...groups.map(({ name, items }) =>
        h("section", {}, h("h3", {}, name), h("ul", {}, ...items.map((item) => h("li", {}, card(item))))),
      ),
    ),
  );
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  return dialog;

  function card(item: GalleryItem): HTMLElement {
    const button = h(
      "button.example",
      { type: "button" },
      h("strong", {}, item.title),
      h("span", {}, ...proseWithCode(item.sentence)),
      h("code", {}, gist(item.source)),
    );
    button.addEventListener("click", () => {
      dialog.close();
      choose(item);
    });
    return button;
  }
}

/** What a program minimizes, on a line. */
const gist = (source: string): string =>
  (/minimize\s+([\s\S]*)$/.exec(source)?.[1] ?? source)
    .replace(/\/\/.*$/gm, "")
    .replace(/\s+/g, " ")
    .trim();
