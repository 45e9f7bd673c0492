/** What is said once of a loss, and not again. */
export class Notices {
  readonly #said = new Set<string>();

  /** Warns on the console, unless something of that topic has been said. */
  once(message: string, topic: string): void {
    if (this.#said.has(topic)) return;
    this.#said.add(topic);
    console.warn(message);
  }
}
