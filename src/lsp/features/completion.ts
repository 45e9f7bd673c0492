import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  InsertTextFormat,
  TextEdit,
} from "vscode-languageserver";
import { type Completion, type CompletionKind, complete } from "../../ide/index.js";
import { rangeOf } from "../protocol/convert.js";
import { requestBoundary } from "../protocol/error-boundary.js";
import { atPosition, type Feature } from "../protocol/feature.js";
import { markup } from "../protocol/markup.js";
import type { Workspace } from "../workspace.js";

const kinds = {
  loss: CompletionItemKind.Function,
  definition: CompletionItemKind.Function,
  builtin: CompletionItemKind.Function,
  trigger: CompletionItemKind.Event,
  param: CompletionItemKind.Constant,
  parameter: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  class: CompletionItemKind.EnumMember,
  head: CompletionItemKind.Field,
  mask: CompletionItemKind.Field,
  field: CompletionItemKind.Field,
  keyword: CompletionItemKind.Keyword,
  easing: CompletionItemKind.EnumMember,
  moment: CompletionItemKind.Value,
  "task-key": CompletionItemKind.Property,
  metric: CompletionItemKind.Event,
  file: CompletionItemKind.File,
} satisfies Record<CompletionKind, CompletionItemKind>;

/** What may be written at a place. What is to be read of each is sent when a person looks at it. */
export const completionFeature: Feature = {
  capabilities: () => ({
    completionProvider: { resolveProvider: true, triggerCharacters: ["@", ".", "[", "(", ",", "=", "!", '"', "/"] },
  }),
  listen(connection, workspace) {
    let last: { readonly list: number; readonly completions: readonly Completion[] } = { list: 0, completions: [] };
    connection.onCompletion(
      atPosition(connection, workspace, "completion", ({ document, analysis }, offset): CompletionList => {
        last = { list: last.list + 1, completions: complete(analysis, offset) };
        const items = last.completions.map((one, i) => ({
          ...item(one, workspace),
          textEdit: TextEdit.replace(rangeOf(document, one.span), inserted(one, workspace)),
          data: [last.list, i],
        }));
        return { isIncomplete: false, items };
      }),
    );
    connection.onCompletionResolve(
      requestBoundary(connection, "completion", (item) => {
        const [list, i] = item.data as [number, number];
        const documentation = list === last.list ? last.completions[i]?.documentation : undefined;
        if (documentation === undefined) return item;
        const formats = workspace.client.textDocument?.completion?.completionItem?.documentationFormat;
        return { ...item, documentation: markup(documentation, formats) };
      }),
    );
  },
};

const readsSnippets = ({ client }: Workspace): boolean =>
  client.textDocument?.completion?.completionItem?.snippetSupport === true;

function item({ label, kind, detail, sort, snippet }: Completion, workspace: Workspace): CompletionItem {
  const filled = snippet && readsSnippets(workspace);
  return {
    label,
    kind: kinds[kind],
    sortText: sort,
    ...(detail !== undefined && { detail }),
    insertTextFormat: filled ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
  };
}

/** A client that knows no snippets gets what they begin with. */
const inserted = ({ insert, snippet }: Completion, workspace: Workspace): string =>
  snippet && !readsSnippets(workspace)
    ? insert
        .replace(/\$\{\d+:([^}]*)\}|\$\{\d+\|([^,|]*)[^}]*\}|\$\{?\d+\}?/g, (_, a = "", b = "") => a + b)
        .replace(/\\([$}\\])/g, "$1")
    : insert;
