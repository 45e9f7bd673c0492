import { h } from "../shell/element.js";
import { between, css, type Palette } from "./colours.js";
import { figure } from "./figures.js";
import type { Reach } from "./picture.js";

/** The scale of heat maps, with what its ends mean. */
export class Legend {
  readonly #bar = h("div.bar", { "aria-hidden": "true" });
  readonly #low = h("span");
  readonly #high = h("span");
  readonly root = h(
    "div.legend",
    {},
    h("div.meaning", {}, h("span", {}, "◂ more would help"), h("span", {}, "less would help ▸")),
    this.#bar,
    h("div.ends", {}, this.#low, h("span", {}, "0"), this.#high),
  );

  show({ scale, most }: Reach, { diverging }: Palette): void {
    const stops = Array.from({ length: 21 }, (_, i) => `${css(between(diverging, i / 20))} ${i * 5}%`);
    this.#bar.style.background = `linear-gradient(to right, ${stops.join(", ")})`;
    const clipped = most > scale;
    this.#low.textContent = `${clipped ? "≤ " : ""}${figure(-scale, 2)}`;
    this.#high.textContent = `${clipped ? "≥ " : ""}${figure(scale, 2)}`;
    this.root.title = clipped
      ? `The largest slope is ${figure(most, 2)}; one in two hundred lies beyond the scale.`
      : "";
  }
}
