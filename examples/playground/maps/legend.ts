import { h } from "../shell/element.js";
import { colourAt, css, type Palette } from "./colours.js";
import { readableNumber } from "./format.js";
import type { ColourRange } from "./picture.js";

/** The scale of gradient maps. Where the gradient is negative, a step of gradient descent raises the logit. */
export class Legend {
  readonly #bar = h("div.bar", { "aria-hidden": "true" });
  readonly #low = h("span");
  readonly #high = h("span");
  readonly root = h(
    "div.legend",
    {},
    h("div.meaning", {}, h("span", {}, "◂ should rise"), h("span", {}, "should fall ▸")),
    this.#bar,
    h("div.ends", {}, this.#low, h("span", {}, "0"), this.#high),
  );

  show({ scale, most }: ColourRange, { diverging }: Palette): void {
    const stops = Array.from({ length: 21 }, (_, i) => `${css(colourAt(diverging, i / 20))} ${i * 5}%`);
    this.#bar.style.background = `linear-gradient(to right, ${stops.join(", ")})`;
    const clipped = most > scale;
    this.#low.textContent = `${clipped ? "≤ " : ""}${readableNumber(-scale, 2)}`;
    this.#high.textContent = `${clipped ? "≥ " : ""}${readableNumber(scale, 2)}`;
    this.root.title = clipped
      ? `The largest gradient is ${readableNumber(most, 2)}; one value in two hundred is beyond the scale.`
      : "";
  }
}
