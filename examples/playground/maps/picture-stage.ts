import type { Evaluated, WeightSchedule } from "../compute/messages.js";
import type { Pixel } from "../paint/brush.js";
import { type PaintedScene, probabilityAt } from "../paint/scene.js";
import { h } from "../shell/element.js";
import type { Palette } from "./colours.js";
import { readableNumber } from "./format.js";
import { Legend } from "./legend.js";
import { outlineOf } from "./outline.js";
import { colourRangeOf, drawGradient, drawPrediction, drawTarget } from "./picture.js";
import { type PictureView, pictureView, pixelAt } from "./picture-view.js";

/** The target, the prediction and the gradient, side by side, with one place pointed at in all. */
export class PictureStage {
  readonly target = pictureView("Target", true);
  readonly prediction = pictureView("Prediction", true);
  readonly heat = pictureView("Gradient of the total");
  readonly #legend = new Legend();
  readonly #title = h("h2", {}, "Gradient");
  readonly #of = h("span.of", {}, "total");
  readonly #channel = h("select", { "aria-label": "Class whose gradient is shown", hidden: true });
  readonly readout = h("output.readout", { "aria-live": "polite" });
  readonly root: HTMLElement;
  /** Told that another channel of the gradient is wanted. */
  onchannel: () => void = () => {};
  #scene: PaintedScene | undefined;
  #evaluated: Evaluated | undefined;
  #palette: Palette | undefined;
  #schedule: WeightSchedule | undefined;
  #pointed: Pixel | undefined;
  /** The term whose map is large; none: the total. */
  #chosen: number | undefined;

  constructor(pick: HTMLElement) {
    const figureOf = (title: HTMLElement, note: string, view: PictureView, ...rest: HTMLElement[]) =>
      h("figure", {}, h("figcaption", {}, title, h("span.note", {}, note)), view.root, ...rest);
    this.root = h(
      "div.stage",
      {},
      figureOf(h("h2", {}, "Target"), "the ground truth: paint it", this.target, pick),
      figureOf(h("h2", {}, "Prediction"), "what the network predicts: paint it, too", this.prediction),
      h(
        "figure.gradient",
        {},
        h("figcaption", {}, this.#title, this.#of, this.#channel),
        this.heat.root,
        this.#legend.root,
      ),
      this.readout,
    );
    this.heat.canvas.addEventListener("pointermove", (event) => this.point(pixelAt(this.heat, event)));
    this.heat.canvas.addEventListener("pointerleave", () => this.point(undefined));
    this.#channel.addEventListener("change", () => this.onchannel());
    this.point(undefined);
  }

  get channel(): number {
    return Math.min(Number(this.#channel.value) || 0, (this.#evaluated?.channels ?? 1) - 1);
  }

  /** Draws what is painted. */
  showScene(scene: PaintedScene, palette: Palette): void {
    this.#scene = scene;
    this.#palette = palette;
    drawTarget(this.target.canvas, scene, palette);
    drawPrediction(this.prediction.canvas, scene, palette);
    const path = outlineOf(scene);
    for (const view of [this.target, this.prediction, this.heat])
      view.outline(view === this.target ? "" : path, scene.width, scene.height);
    this.#say();
  }

  showGradient(evaluated: Evaluated): void {
    const before = this.#evaluated;
    this.#evaluated = evaluated;
    if (before?.channels !== evaluated.channels || before.activation !== evaluated.activation)
      this.#listChannels(evaluated);
    this.#drawGradient();
    this.#say();
  }

  /** Shows the map of a term in large, or that of the total. */
  choose(term: number | undefined, schedule: WeightSchedule | undefined): void {
    this.#chosen = term;
    if (this.#schedule?.classes?.join() !== schedule?.classes?.join()) this.#evaluated = undefined;
    this.#schedule = schedule;
    const name = term === undefined ? "total" : (schedule?.terms[term]?.label ?? "total");
    this.#of.textContent = `of ${name}`;
    this.heat.canvas.setAttribute("aria-label", `Gradient of ${name}`);
    this.#drawGradient();
  }

  #listChannels({ channels, activation }: Evaluated): void {
    this.#channel.hidden = channels === 1;
    this.#channel.replaceChildren(
      ...Array.from({ length: channels }, (_, c) => h("option", { value: c }, `by ${this.#nameOf(c, activation)}`)),
    );
    this.#channel.value = activation === "softmax" ? "1" : "0";
  }

  /** What a channel is called. */
  #nameOf(channel: number, activation: Evaluated["activation"]): string {
    const named = this.#schedule?.classes?.[channel];
    if (named !== undefined) return named;
    return activation !== "softmax" ? `label ${channel + 1}` : channel === 0 ? "background" : `class ${channel}`;
  }

  #drawGradient(): void {
    const [scene, palette, found] = [this.#scene, this.#palette, this.#evaluated];
    if (!scene || !palette || !found) return;
    const gradient = this.#gradient(found);
    if (gradient.length !== scene.labels.length * found.channels) return;
    const reach = colourRangeOf(gradient, found.channels, this.channel);
    drawGradient(this.heat.canvas, scene, (pixel) => gradient[pixel * found.channels + this.channel]!, reach, palette);
    this.#legend.show(reach, palette);
  }

  #gradient({ gradient, terms, channels }: Evaluated): Float32Array {
    if (this.#chosen === undefined) return gradient;
    return (
      terms.find(({ index }) => index === this.#chosen)?.gradient ??
      new Float32Array(this.#scene!.labels.length * channels)
    );
  }

  /** Points at a pixel in all pictures, and says its numbers. */
  point(pixel: Pixel | undefined, size = 1): void {
    this.#pointed = pixel;
    this.target.point(pixel && { ...pixel, size });
    this.prediction.point(pixel && { ...pixel, size });
    this.heat.point(pixel);
    this.#say();
  }

  #say(): void {
    const advice = "Point at a pixel for its numbers. Arrow keys move, space paints.";
    this.readout.replaceChildren(...(this.#pointed ? this.#numbers(this.#pointed) : [advice]));
  }

  #numbers({ x, y }: Pixel): (HTMLElement | string)[] {
    const [scene, found] = [this.#scene, this.#evaluated];
    if (!scene || x >= scene.width || y >= scene.height) return [""];
    const pixel = y * scene.width + x;
    const item = (name: string, value: string) => h("span", {}, h("i", {}, name), h("b", {}, value));
    const label = scene.labels[pixel]!;
    const predicted = Array.from({ length: scene.classes - 1 }, (_, c) =>
      readableNumber(probabilityAt(scene, pixel, c + 1), 2),
    ).join(" · ");
    const gradients =
      found && found.gradient.length === scene.labels.length * found.channels ? this.#gradientsAt(found, pixel) : [];
    return [
      item("pixel", `${y}, ${x}`),
      item("target", this.#labelled(label, found)),
      item("prediction", predicted),
      ...gradients.map(([name, value]) => item(name, readableNumber(value, 2))),
    ];
  }

  /** What a painted class is called by the program that looks at it. */
  #labelled(label: number, found: Evaluated | undefined): string {
    if (found?.activation === "softmax") return this.#nameOf(label, "softmax");
    if (label === 0) return "background";
    return found && found.channels > 1 ? this.#nameOf(label - 1, "sigmoids") : "object";
  }

  #gradientsAt({ gradient, terms, channels }: Evaluated, pixel: number): readonly (readonly [string, number])[] {
    const at = pixel * channels + this.channel;
    return [
      ["∂ total", gradient[at]!],
      ...terms.map(({ index, gradient: own }) => [`∂ ${this.#schedule?.terms[index]?.label ?? ""}`, own[at]!] as const),
    ];
  }
}
