import { h } from "./element.js";

/** The parts of the page, made elsewhere. */
export interface Parts {
  readonly header: HTMLElement;
  readonly notice: HTMLElement;
  readonly editor: HTMLElement;
  readonly format: HTMLElement;
  readonly problems: HTMLElement;
  readonly stage: HTMLElement;
  readonly tools: HTMLElement;
  readonly play: HTMLElement;
  readonly total: HTMLElement;
  readonly chart: HTMLElement;
  readonly trouble: HTMLElement;
  readonly cards: HTMLElement;
  readonly graph: HTMLElement;
  readonly dialog: HTMLElement;
}

/** What stands where. */
export function layOutPage(parts: Parts): readonly HTMLElement[] {
  const note = (text: string) => h("span.note", {}, text);
  const card = (name: string, title: string, lead: HTMLElement[], rest: HTMLElement[], ...body: HTMLElement[]) =>
    h(
      `section.card.${name}`,
      { "aria-labelledby": `${name}-title` },
      h("header", {}, ...lead, h("h2", { id: `${name}-title` }, title), ...rest),
      ...body,
    );
  return [
    parts.header,
    parts.notice,
    h(
      "main",
      {},
      card("spec", "Specification", [], [parts.format], parts.editor, parts.problems, h("p.tips", {}, ...tips)),
      h("section.card.images", { "aria-label": "Pictures" }, parts.stage, parts.tools),
      card(
        "time",
        "Training",
        [parts.play],
        [note("drag through time"), h("span.sum", {}, "loss ", parts.total)],
        parts.chart,
      ),
      card(
        "terms",
        "Gradient of each term",
        [],
        [note("gradient of each term by itself, with respect to the logits: press one to enlarge it")],
        parts.trouble,
        parts.cards,
      ),
      parts.graph,
    ),
    h(
      "footer",
      {},
      h(
        "p",
        {},
        "Vessels: CHASE_DB1, Kingston University, CC BY 4.0. Digits: MNIST, LeCun and Cortes. Nothing leaves this page.",
      ),
    ),
    parts.dialog,
  ];
}

/** Keys and gestures of the editor. */
const tips = [
  ["hover", "a name for its formula"],
  ["Ctrl Space", "to complete"],
  ["F2", "to rename"],
].flatMap(([key, what]) => [h("kbd", {}, key), ` ${what} `]);
