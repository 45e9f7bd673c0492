import type { Evaluated, WeightSchedule } from "../compute/messages.js";
import type { PaintedScene } from "../paint/scene.js";
import { h } from "../shell/element.js";
import type { Palette } from "./colours.js";
import { readableNumber } from "./format.js";
import { outlineOf } from "./outline.js";
import { colourRangeOf, drawGradient } from "./picture.js";
import { type PictureView, pictureView } from "./picture-view.js";

interface Card {
  readonly button: HTMLButtonElement;
  readonly view: PictureView;
  readonly scale: HTMLElement;
}

/** A map of the gradient for the total and for each term. Pressing one enlarges it. */
export class GradientMaps {
  readonly root = h("div.cards", { role: "group", "aria-label": "Gradient maps" });
  #cards: readonly Card[] = [];
  /** Told which map to enlarge: that of a term, or of the total. */
  onchoose: (term: number | undefined) => void = () => {};

  show({ terms }: WeightSchedule): void {
    const card = (label: string, colour: string | undefined, summary: string, choose: () => void): Card => {
      const view = pictureView(`Gradient of ${label}`);
      const scale = h("span.scale");
      const swatch = colour !== undefined && h("i.swatch");
      const button = h(
        "button.map",
        { type: "button", "aria-pressed": "false", title: summary },
        h("span.name", {}, swatch, h("code", {}, label)),
        view.root,
        scale,
      );
      if (colour) button.style.setProperty("--colour", colour);
      button.addEventListener("click", () => {
        for (const other of this.#cards) other.button.setAttribute("aria-pressed", String(other.button === button));
        choose();
      });
      return { button, view, scale };
    };
    this.#cards = [
      card("total", undefined, "All terms, each with its weight", () => this.onchoose(undefined)),
      ...terms.map(({ label, summary }, i) => card(label, `var(--c${i % 8})`, summary, () => this.onchoose(i))),
    ];
    this.#cards[0]!.button.setAttribute("aria-pressed", "true");
    this.root.replaceChildren(...this.#cards.map(({ button }) => button));
  }

  tell({ gradient, terms, channels }: Evaluated, scene: PaintedScene, channel: number, palette: Palette): void {
    const path = outlineOf(scene);
    this.#cards.forEach(({ button, view, scale }, i) => {
      const term = terms.find(({ index }) => index === i - 1);
      const values = i === 0 ? gradient : term?.gradient;
      button.classList.toggle("off", !values);
      view.outline(path, scene.width, scene.height);
      const reach = colourRangeOf(values ?? new Float32Array(0), channels, channel);
      scale.textContent = values ? `±${readableNumber(reach.scale, 2)}` : "weight 0: not computed";
      drawGradient(view.canvas, scene, (pixel) => values?.[pixel * channels + channel] ?? 0, reach, palette);
    });
  }
}
