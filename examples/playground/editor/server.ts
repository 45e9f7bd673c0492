import {
  formatDocument,
  formatKeymap,
  hoverTooltips,
  jumpToDefinitionKeymap,
  LSPClient,
  renameKeymap,
  signatureHelp,
  type Transport,
} from "@codemirror/lsp-client";
import { EditorState, type Extension } from "@codemirror/state";
import { type EditorView, keymap } from "@codemirror/view";
import { completionSource } from "./completion.js";
import { folder, uri } from "./document.js";
import { losslang } from "./highlight.js";
import { sanitized } from "./sanitize.js";

/** The language server in its worker, and the client that an editor talks to it through. */
export class LanguageServer {
  readonly #client: LSPClient;
  #settings = "{}";

  constructor() {
    const worker = new Worker(new URL("./language-worker.ts", import.meta.url), { type: "module", name: "language" });
    this.#client = new LSPClient({
      rootUri: `file://${folder}`,
      sanitizeHTML: sanitized,
      highlightLanguage: (name) => (name === "loss" || name === "losslang" ? losslang : null),
      timeout: 60_000,
      extensions: [
        {
          clientCapabilities: {
            textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } } } },
          },
        },
      ],
      // What is wrong with the text is told by whoever compiles it, who also knows whether it runs.
      notificationHandlers: { "textDocument/publishDiagnostics": () => true },
    });
    this.#client.connect(overWorker(worker));
  }

  get extension(): Extension {
    return [
      this.#client.plugin(uri, "losslang"),
      EditorState.languageData.of(() => [{ autocomplete: completionSource }]),
      hoverTooltips({ hoverTime: 250 }),
      signatureHelp(),
      keymap.of([...formatKeymap, ...renameKeymap, ...jumpToDefinitionKeymap]),
    ];
  }

  /** Programs that count in shares of the training, or mix units, are read as for a training of some length. */
  trainingOf(length: { readonly epochs: number; readonly stepsPerEpoch: number } | undefined): void {
    const settings = JSON.stringify(length ?? {});
    if (settings === this.#settings) return;
    this.#settings = settings;
    this.#client.initializing.then(() =>
      this.#client.notification("workspace/didChangeConfiguration", { settings: { losslang: length ?? {} } }),
    );
  }

  format(view: EditorView): void {
    formatDocument(view);
  }
}

/** The client speaks text, workers speak objects. */
function overWorker(worker: Worker): Transport {
  const handlers = new Set<(message: string) => void>();
  worker.onmessage = ({ data }: MessageEvent<unknown>) => {
    for (const handler of handlers) handler(JSON.stringify(data));
  };
  return {
    send: (message) => worker.postMessage(JSON.parse(message)),
    subscribe: (handler) => void handlers.add(handler),
    unsubscribe: (handler) => void handlers.delete(handler),
  };
}
