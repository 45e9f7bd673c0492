import type { ChosenBackend } from "../compute/messages.js";
import type { PaintedScene } from "../paint/scene.js";

/** All that a link remembers, and all that decides what the page shows. */
export interface State {
  readonly source: string;
  readonly scene: PaintedScene;
  /** The name of the preset the scene is, while nobody has painted on it. */
  readonly preset?: string | undefined;
  /** Where training stands, in the unit of the timeline. */
  readonly time: number;
  readonly backend: ChosenBackend;
}

type Listener = (state: State, before: State) => void;

/** The one place where the state is kept. */
export class Store {
  #state: State;
  readonly #listeners: Listener[] = [];

  constructor(state: State) {
    this.#state = state;
  }

  get now(): State {
    return this.#state;
  }

  set(change: Partial<State>): void {
    const before = this.#state;
    this.#state = { ...before, ...change };
    for (const listener of this.#listeners) listener(this.#state, before);
  }

  /** Calls back whenever one of these parts of the state has become another. */
  when(parts: readonly (keyof State)[], listener: Listener): void {
    this.#listeners.push((state, before) => {
      if (parts.some((part) => state[part] !== before[part])) listener(state, before);
    });
  }
}
