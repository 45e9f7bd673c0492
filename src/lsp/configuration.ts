import { type Connection, DidChangeConfigurationNotification, type InitializeParams } from "vscode-languageserver";
import { isInside, uriOf } from "./protocol/file-names.js";
import { parseSettings, type Settings } from "./settings.js";

/**
 * The settings of each opened folder. A client may answer when asked (VS Code, Neovim), send them unasked (eglot), or give them at the start alone; what
 * it does not set then, holds from the start.
 */
export class Configuration {
  #initial: Settings = {};
  #base: Settings = {};
  #ofFolder = new Map<string, Settings>();
  #asks = false;
  #listens = false;
  readonly #connection: Connection;
  readonly #folders: () => readonly string[];
  readonly #changed: () => void;

  constructor(connection: Connection, folders: () => readonly string[], changed: () => void) {
    this.#connection = connection;
    this.#folders = folders;
    this.#changed = changed;
  }

  initialize({ initializationOptions, capabilities }: InitializeParams): void {
    this.#initial = this.#understand(initializationOptions);
    this.#base = this.#initial;
    this.#asks = capabilities.workspace?.configuration === true;
    this.#listens = capabilities.workspace?.didChangeConfiguration?.dynamicRegistration === true;
  }

  async initialized(): Promise<void> {
    if (this.#listens)
      await this.#connection.client.register(DidChangeConfigurationNotification.type, { section: "losslang" });
    await this.refresh();
  }

  /** What the client sent with word of a change; nothing if it wants to be asked. */
  async received(sent: unknown): Promise<void> {
    if (this.#asks) return this.refresh();
    const section = (sent as { losslang?: unknown } | null)?.losslang;
    this.#base = this.#over(section);
    this.#changed();
  }

  async refresh(): Promise<void> {
    if (!this.#asks) return;
    const folders = this.#folders();
    const items = [{ section: "losslang" }, ...folders.map((name) => ({ scopeUri: uriOf(name), section: "losslang" }))];
    const [base, ...theirs] = (await this.#connection.workspace.getConfiguration(items)) as unknown[];
    this.#base = this.#over(base);
    this.#ofFolder = new Map(folders.map((name, i) => [name, this.#over(theirs[i])]));
    this.#changed();
  }

  /** The settings of the innermost folder a file lies in. The same object as long as they stay the same. */
  of(name: string): Settings {
    const around = [...this.#ofFolder.keys()].filter((folder) => isInside(name, folder));
    const folder = around.sort((a, b) => b.length - a.length)[0];
    return folder === undefined ? this.#base : this.#ofFolder.get(folder)!;
  }

  #over(section: unknown): Settings {
    const set = Object.entries(this.#understand(section)).filter(([, value]) => value !== null && value !== undefined);
    return { ...this.#initial, ...Object.fromEntries(set) };
  }

  #understand(given: unknown): Settings {
    const { settings, problems } = parseSettings(given);
    for (const problem of problems) this.#connection.console.warn(problem);
    return settings;
  }
}
