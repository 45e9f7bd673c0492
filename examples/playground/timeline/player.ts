import { h, icon, icons } from "../shell/element.js";

/** How long the whole of training takes when it is played. */
const seconds = 12;

/** A button that lets training run. */
export class Player {
  readonly button = h("button.round", { type: "button", "aria-label": "Play the training" }, icon(icons.play));
  #frame = 0;
  #last = 0;
  readonly #span: () => { readonly time: number; readonly end: number };
  readonly #go: (time: number) => void;

  constructor(span: () => { readonly time: number; readonly end: number }, go: (time: number) => void) {
    this.#span = span;
    this.#go = go;
    this.button.addEventListener("click", () => (this.playing ? this.stop() : this.#start()));
  }

  get playing(): boolean {
    return this.#frame !== 0;
  }

  stop(): void {
    if (!this.playing) return;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#look();
  }

  #start(): void {
    const { time, end } = this.#span();
    if (time >= end) this.#go(0);
    this.#last = performance.now();
    this.#frame = requestAnimationFrame(this.#step);
    this.#look();
  }

  readonly #step = (now: number): void => {
    const { time, end } = this.#span();
    const next = time + ((now - this.#last) / 1000) * (end / seconds);
    this.#last = now;
    this.#go(Math.min(end, next));
    if (next >= end) this.stop();
    else this.#frame = requestAnimationFrame(this.#step);
  };

  #look(): void {
    this.button.replaceChildren(icon(this.playing ? icons.pause : icons.play));
    this.button.setAttribute("aria-label", this.playing ? "Pause" : "Play the training");
  }
}
