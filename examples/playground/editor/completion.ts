import { type Completion, type CompletionContext, type CompletionResult, snippet } from "@codemirror/autocomplete";
import { LSPPlugin } from "@codemirror/lsp-client";
import type { EditorView } from "@codemirror/view";
import type * as lsp from "vscode-languageserver-protocol";

/** What may be written at a place, as the language server knows it; what is to be read of an entry is asked for when one looks at it. */
export async function completionSource(context: CompletionContext): Promise<CompletionResult | null> {
  const { view, pos, explicit, state } = context;
  const plugin = view && LSPPlugin.get(view);
  const provider = plugin?.client.serverCapabilities?.completionProvider;
  const before = state.sliceDoc(pos - 1, pos);
  const triggers = provider?.triggerCharacters ?? [];
  if (!plugin || !provider || !(explicit || /\w/.test(before) || triggers.includes(before))) return null;
  plugin.client.sync();
  const found = await plugin.client.request<lsp.CompletionParams, lsp.CompletionList | lsp.CompletionItem[] | null>(
    "textDocument/completion",
    { textDocument: { uri: plugin.uri }, position: plugin.toPosition(pos) },
  );
  const items = found && !Array.isArray(found) ? found.items : (found ?? []);
  const [first] = items;
  if (!first || context.aborted) return null;
  const range = rangeOf(first);
  return {
    from: range ? plugin.fromPosition(range.start, state.doc) : (context.matchBefore(/\w*/)?.from ?? pos),
    options: items.map((item, i) => option(item, items.length - i, plugin)),
    validFor: /^\w*$/,
  };
}

const rangeOf = ({ textEdit }: lsp.CompletionItem): lsp.Range | undefined =>
  textEdit && ("range" in textEdit ? textEdit.range : textEdit.insert);

function option(item: lsp.CompletionItem, rank: number, plugin: LSPPlugin): Completion {
  const text = item.textEdit?.newText ?? item.insertText ?? item.label;
  return {
    label: item.label,
    ...(item.detail !== undefined && { detail: item.detail }),
    ...(item.sortText !== undefined && { sortText: item.sortText }),
    // Where letters decide nothing, the order of the server does.
    boost: Math.min(99, rank / 10),
    apply: item.insertTextFormat === 2 ? snippet(asSnippet(text)) : inserted(text),
    info: async () => {
      const { documentation } = await plugin.client.request<lsp.CompletionItem, lsp.CompletionItem>(
        "completionItem/resolve",
        item,
      );
      return documentation === undefined ? null : rendered(plugin, documentation);
    },
  };
}

function rendered(plugin: LSPPlugin, documentation: string | lsp.MarkupContent): HTMLElement {
  const shown = document.createElement("div");
  shown.className = "cm-lsp-documentation";
  // The client's settings have it sanitized.
  shown.innerHTML = plugin.docToHTML(documentation, "markdown");
  return shown;
}

const inserted = (text: string) => (view: EditorView, _: Completion, from: number, to: number) =>
  view.dispatch({
    changes: { from, to, insert: text },
    selection: { anchor: from + text.length },
    userEvent: "input.complete",
  });

/** Places to fill in as the editor writes them; the protocol's last stop, `$0`, is one without a name. */
const asSnippet = (text: string): string =>
  text.replace(/\$\{(\d+)(?::([^}]*))?\}|\$(\d+)/g, (_, braced?: string, word = "", bare?: string) => {
    const place = braced ?? bare;
    return place === "0" ? "#{}" : `#{${place}:${word}}`;
  });
