import type { Explained } from "../compute/messages.js";
import { formatBytes, formatCount } from "../maps/format.js";
import { h } from "../shell/element.js";
import { afterFusion } from "./after.js";
import { beforeFusion } from "./before.js";

/** What fusion does to a step: the graph, the passes, and what both cost. */
export class GraphPanel {
  readonly #before = h("div.before");
  readonly #after = h("div.after");
  readonly #sum = h("p.lead");
  readonly #size = h("button.link", { type: "button", "aria-pressed": "false" }, "actual size");
  readonly root = h(
    "section.card.graph",
    { "aria-labelledby": "graph-title" },
    h("header", {}, h("h2", { id: "graph-title" }, "From formulas to passes")),
    this.#sum,
    h("h3", {}, "Before fusion", this.#size),
    this.#before,
    h("h3", {}, "After fusion"),
    this.#after,
  );

  #waiting: Explained | undefined;
  #near = false;

  constructor() {
    new IntersectionObserver(
      ([entry]) => {
        this.#near = entry?.isIntersecting ?? false;
        if (this.#near) this.#draw();
      },
      { rootMargin: "200px" },
    ).observe(this.root);
    this.#size.addEventListener("click", () => {
      const large = this.#before.classList.toggle("large");
      this.#size.setAttribute("aria-pressed", String(large));
    });
  }

  /** Draws when a reader is near: a graph of hundreds of values takes a while, and while one drags through time it changes often. */
  show(explained: Explained): void {
    this.#waiting = explained;
    if (this.#near) this.#draw();
  }

  #draw(): void {
    const explained = this.#waiting;
    if (!explained) return;
    this.#waiting = undefined;
    const { operations, passes, fused, unfusedBytes, bytes: moved, flops, peak } = explained;
    this.#sum.textContent = fused
      ? `${operations} operations that would move ${formatBytes(unfusedBytes)} become ${passes.length} passes that move ${formatBytes(moved)}, with ${formatCount(flops ?? 0)} arithmetic operations and at most ${formatBytes(peak ?? 0)} in use. A colour is a pass.`
      : `${operations} operations, each a call of its own, that move ${formatBytes(unfusedBytes)}.`;
    this.#before.replaceChildren(beforeFusion(explained));
    this.#after.replaceChildren(...afterFusion(explained));
  }

  clear(sentence: string): void {
    this.#waiting = undefined;
    this.#sum.textContent = sentence;
    this.#before.replaceChildren();
    this.#after.replaceChildren();
  }
}
