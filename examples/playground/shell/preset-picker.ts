import type { Palette } from "../maps/colours.js";
import { drawTarget } from "../maps/picture.js";
import { type Preset, presets } from "../paint/presets.js";
import { h } from "./element.js";

/** The pictures to start from, small. */
export class PresetPicker {
  readonly root = h("div.presets", { role: "group", "aria-label": "Pictures to start from" });
  readonly #canvases = new Map<Preset, HTMLCanvasElement>();

  constructor(choose: (preset: Preset) => void) {
    for (const preset of presets) {
      const canvas = h("canvas", { "aria-hidden": "true" });
      const button = h(
        "button",
        { type: "button", title: preset.text, "aria-label": preset.name, "data-preset": preset.name },
        canvas,
      );
      button.addEventListener("click", () => choose(preset));
      this.#canvases.set(preset, canvas);
      this.root.append(button);
    }
  }

  draw(palette: Palette): void {
    for (const [{ scene }, canvas] of this.#canvases) drawTarget(canvas, scene, palette);
  }

  show(name: string | undefined): void {
    for (const button of this.root.children)
      button.setAttribute("aria-pressed", String((button as HTMLElement).dataset.preset === name));
  }
}
