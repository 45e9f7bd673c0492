import { type ChosenBackend, orderedBackends, type PreparedDevice, type StepTime } from "../compute/messages.js";
import { milliseconds } from "../maps/format.js";
import { h, icon, icons } from "./element.js";

const says: Readonly<Record<ChosenBackend, string>> = {
  wasm: "Fused WebAssembly kernels on the processor",
  webgpu: "Fused compute shaders on the graphics card",
  tfjs: "One call of TensorFlow.js for each operation",
  reference: "Float64 loops: slow, and exact",
};

/** The name of the place, what computes and how fast, and the ways out. */
export class Header {
  readonly #time = h("output.timing", { "aria-live": "off", title: "Median of some steps: value and gradient" });
  readonly #choice = h("div.segments", { role: "radiogroup", "aria-label": "Backend" });
  readonly #share = h(
    "button.primary",
    { type: "button", "aria-label": "Copy link" },
    icon(icons.link),
    h("span", {}, "Copy link"),
  );
  readonly root: HTMLElement;

  constructor(
    events: { open(): void; choose(backend: ChosenBackend): void; share(): Promise<string> },
    theme: HTMLButtonElement,
  ) {
    for (const backend of orderedBackends) {
      const button = h(
        "button",
        { type: "button", role: "radio", "data-backend": backend, title: says[backend] },
        backend,
      );
      button.addEventListener("click", () => events.choose(backend));
      this.#choice.append(button);
    }
    this.#choice.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!by) return;
      event.preventDefault();
      const at = [...this.#choice.children].findIndex((button) => button.getAttribute("aria-checked") === "true");
      const next = this.#choice.children[
        (at + by + orderedBackends.length) % orderedBackends.length
      ] as HTMLButtonElement;
      next.focus();
      next.click();
    });
    const examples = h(
      "button.secondary",
      { type: "button", "aria-haspopup": "dialog", "aria-label": "Examples" },
      icon(icons.grid),
      h("span", {}, "Examples"),
    );
    examples.addEventListener("click", () => events.open());
    this.#share.addEventListener("click", async () => {
      const word = this.#share.lastElementChild!;
      word.textContent = await events.share();
      setTimeout(() => (word.textContent = "Copy link"), 2000);
    });
    this.root = h(
      "header.top",
      {},
      h(
        "h1",
        {},
        h("a", { href: "./", title: "Start over" }, logo(), "losslang"),
        h("span.place-name", {}, "playground"),
      ),
      examples,
      h("div.backend", {}, this.#choice, this.#time),
      h("div.right", {}, theme, this.#share),
    );
  }

  show(backend: ChosenBackend): void {
    for (const button of this.#choice.children) {
      const on = (button as HTMLElement).dataset.backend === backend;
      button.setAttribute("aria-checked", String(on));
      button.setAttribute("tabindex", on ? "0" : "-1");
    }
  }

  device({ used, tensors }: PreparedDevice): void {
    for (const button of this.#choice.children)
      button.classList.toggle("used", (button as HTMLElement).dataset.backend === used);
    this.#choice.title = `TensorFlow.js keeps its tensors on ${tensors}`;
  }

  /** Shows that something is computed, if it takes long enough to be noticed. */
  busy(busy: boolean): void {
    this.#time.classList.toggle("busy", busy);
  }

  measured(measured: StepTime | undefined): void {
    this.#time.replaceChildren(...(measured ? [h("b", {}, milliseconds(measured.median)), " a step"] : ["…"]));
  }
}

/** Three weights over time. */
function logo(): HTMLElement {
  const mark = h("span.logo", { "aria-hidden": "true" });
  mark.innerHTML =
    '<svg viewBox="0 0 28 28"><path class="a" d="M3 5h9c4 0 5 18 13 18H3z"/><path class="b" d="M12 23c6 0 6-18 13-18v18z"/></svg>';
  return mark;
}
