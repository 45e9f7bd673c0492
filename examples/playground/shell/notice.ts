import { h } from "./element.js";

/** A sentence that something is not as it should be, above what it is about. */
export class Notice {
  readonly root = h("p.notice", { role: "status", hidden: true });

  show(sentence: string | undefined): void {
    this.root.hidden = sentence === undefined;
    if (this.root.textContent !== (sentence ?? "")) this.root.textContent = sentence ?? "";
  }
}

/** Calls `act` when nothing has asked for it for a while. */
export function debounced(milliseconds: number, act: () => void): () => void {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(act, milliseconds);
  };
}
