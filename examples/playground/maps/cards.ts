import type { Evaluated, Schedule } from "../compute/messages.js";
import type { Scene } from "../paint/scene.js";
import { h } from "../shell/element.js";
import type { Palette } from "./colours.js";
import { figure } from "./figures.js";
import { outlineOf } from "./outline.js";
import { drawHeat, reachOf } from "./picture.js";
import { pictureView, type View } from "./view.js";

interface Card {
  readonly button: HTMLButtonElement;
  readonly view: View;
  readonly scale: HTMLElement;
}

/** A heat map for the total and for each term: what it asks of each pixel. Pressing one shows it in large. */
export class Cards {
  readonly root = h("div.cards", { role: "group", "aria-label": "Gradient maps" });
  #cards: readonly Card[] = [];
  /** Told which map is wanted in large: a term, or the total. */
  onchoose: (term: number | undefined) => void = () => {};

  show({ terms }: Schedule): void {
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

  tell({ gradient, terms, channels }: Evaluated, scene: Scene, channel: number, palette: Palette): void {
    const path = outlineOf(scene);
    this.#cards.forEach(({ button, view, scale }, i) => {
      const term = terms.find(({ index }) => index === i - 1);
      const slopes = i === 0 ? gradient : term?.gradient;
      button.classList.toggle("off", !slopes);
      view.outline(path, scene.width, scene.height);
      const reach = reachOf(slopes ?? new Float32Array(0), channels, channel);
      scale.textContent = slopes ? `±${figure(reach.scale, 2)}` : "weight 0: not computed";
      drawHeat(view.canvas, scene, (pixel) => slopes?.[pixel * channels + channel] ?? 0, reach, palette);
    });
  }
}
