import { h, icon, icons } from "../shell/element.js";
import type { Brush } from "./brush.js";
import { allBackground, blurred, noisy, perfect, shifted, thicker, thinner } from "./effects.js";
import { mostClasses, type PaintedScene } from "./scene.js";

export interface ToolEvents {
  change(effect: (scene: PaintedScene) => PaintedScene): void;
  classes(count: number): void;
  undo(): void;
  redo(): void;
}

/** What one paints with, and what can be done to the prediction as a whole. */
export class Tools {
  #brush: Brush = { label: 1, size: 3, certainty: 0.97 };
  #seed = 1;
  readonly #labels = h("div.swatches", { role: "radiogroup", "aria-label": "Paint" });
  readonly #undo = tool("Undo", icons.undo, "Ctrl+Z");
  readonly #redo = tool("Redo", icons.redo, "Ctrl+Shift+Z");
  readonly #classes = h(
    "select",
    { "aria-label": "Number of classes" },
    ...[2, 3, 4].map((n) => h("option", { value: n }, `${n} classes`)),
  );
  readonly root: HTMLElement;

  constructor(events: ToolEvents) {
    const size = slider(
      "Size",
      1,
      9,
      1,
      this.#brush.size,
      (n) => `${n} px`,
      (n) => (this.#brush = { ...this.#brush, size: n }),
    );
    const sure = slider(
      "Certainty",
      0.5,
      1,
      0.01,
      this.#brush.certainty,
      (n) => `${Math.round(n * 100)} %`,
      (n) => (this.#brush = { ...this.#brush, certainty: n }),
    );
    const effect = (name: string, title: string, of: () => (scene: PaintedScene) => PaintedScene) => {
      const button = h("button.quiet", { type: "button", title }, name);
      button.addEventListener("click", () => events.change(of()));
      return button;
    };
    this.#undo.addEventListener("click", () => events.undo());
    this.#redo.addEventListener("click", () => events.redo());
    this.#classes.addEventListener("change", () => events.classes(Number(this.#classes.value)));
    this.root = h(
      "div.tools",
      {},
      h(
        "div.group",
        { role: "group", "aria-label": "Brush" },
        this.#labels,
        size,
        sure,
        this.#undo,
        this.#redo,
        this.#classes,
      ),
      h(
        "div.group.effects",
        { role: "group", "aria-label": "Change the prediction" },
        h("span.caption", {}, "Prediction"),
        effect("Noise", "Add uncertainty: stains and grain", () => noisy(0.6, this.#seed++)),
        effect("Blur", "Less certain near borders", () => blurred),
        effect("Thicker", "One pixel more all around", () => thicker),
        effect("Thinner", "One pixel less all around", () => thinner),
        effect("←", "Shift to the left", () => shifted(-1, 0)),
        effect("→", "Shift to the right", () => shifted(1, 0)),
        effect("↑", "Shift up", () => shifted(0, -1)),
        effect("↓", "Shift down", () => shifted(0, 1)),
        effect("Perfect", "Equal to the target", () => perfect),
        effect("Nothing", "Background everywhere", () => allBackground),
      ),
    );
    for (const [i, name] of ["Shift to the left", "Shift to the right", "Shift up", "Shift down"].entries())
      this.root.querySelectorAll(".effects button")[4 + i]!.setAttribute("aria-label", name);
    this.#labels.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!by) return;
      event.preventDefault();
      const count = this.#labels.children.length;
      this.take((this.#brush.label + by + count) % count);
      (this.#labels.children[this.#brush.label] as HTMLElement).focus();
    });
  }

  get brush(): Brush {
    return this.#brush;
  }

  /** The tools that fit a scene. */
  show({ classes }: PaintedScene, canUndo: boolean, canRedo: boolean, names: readonly string[] = []): void {
    this.#undo.disabled = !canUndo;
    this.#redo.disabled = !canRedo;
    this.#classes.value = String(classes);
    const shown = `${classes} ${names.join()}`;
    if (this.#labels.dataset.shown === shown) return;
    this.#labels.dataset.shown = shown;
    this.#labels.replaceChildren(
      ...Array.from({ length: classes }, (_, label) => {
        const name =
          label === 0
            ? "Erase: background"
            : `Paint ${names[label - 1] ?? (classes === 2 ? "the object" : `class ${label}`)}`;
        const button = h("button.swatch-button", { type: "button", role: "radio", title: name, "aria-label": name });
        if (label === 0) button.append(icon(icons.eraser));
        else button.style.setProperty("--colour", `var(--class-${label})`);
        button.addEventListener("click", () => this.take(label));
        return button;
      }),
    );
    this.take(Math.min(this.#brush.label, classes - 1));
  }

  /** Takes up the brush of a class, or the eraser. */
  take(label: number): void {
    this.#brush = { ...this.#brush, label: Math.min(label, mostClasses - 1) };
    for (const [i, button] of [...this.#labels.children].entries()) {
      button.setAttribute("aria-checked", String(i === label));
      button.setAttribute("tabindex", i === label ? "0" : "-1");
    }
  }
}

function tool(name: string, path: string, keys: string): HTMLButtonElement {
  return h("button.round", { type: "button", "aria-label": name, title: `${name} (${keys})` }, icon(path));
}

function slider(
  name: string,
  min: number,
  max: number,
  step: number,
  value: number,
  said: (n: number) => string,
  set: (n: number) => void,
): HTMLElement {
  const input = h("input", { type: "range", min, max, step, value });
  const output = h("output", {}, said(value));
  input.addEventListener("input", () => {
    set(Number(input.value));
    output.textContent = said(Number(input.value));
  });
  return h("label.range", {}, h("span", {}, name), input, output);
}
