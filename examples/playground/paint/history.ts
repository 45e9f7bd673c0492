import type { PaintedScene } from "./scene.js";

/** How many steps can be taken back. */
const most = 100;

/** What was painted, step by step. */
export class History {
  #past: PaintedScene[] = [];
  #future: PaintedScene[] = [];

  /** Remembers the scene as it was before a change. */
  keep(before: PaintedScene): void {
    this.#past = [...this.#past.slice(1 - most), before];
    this.#future = [];
  }
  undo(now: PaintedScene): PaintedScene | undefined {
    const scene = this.#past.pop();
    if (scene) this.#future.push(now);
    return scene;
  }
  redo(now: PaintedScene): PaintedScene | undefined {
    const scene = this.#future.pop();
    if (scene) this.#past.push(now);
    return scene;
  }
  get canUndo(): boolean {
    return this.#past.length > 0;
  }
  get canRedo(): boolean {
    return this.#future.length > 0;
  }
}
