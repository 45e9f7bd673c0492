import { LSPPlugin } from "@codemirror/lsp-client";
import type { EditorView } from "@codemirror/view";
import type * as lsp from "vscode-languageserver-protocol";
import type { Problem } from "../compute/messages.js";

type Fix = NonNullable<Problem["fixes"]>[number];

/** The problems with every remedy that the language server has for them. `undefined` if the text has changed meanwhile. */
export async function withFixes(
  view: EditorView,
  problems: readonly Problem[],
): Promise<readonly Problem[] | undefined> {
  const plugin = LSPPlugin.get(view);
  if (!plugin?.client.serverCapabilities?.codeActionProvider || !problems.length) return undefined;
  const { doc } = view.state;
  plugin.client.sync();
  const mended = await Promise.all(
    problems.map(async (problem) => {
      const range = { start: plugin.toPosition(problem.from), end: plugin.toPosition(problem.to) };
      const diagnostic = { range, code: problem.code, message: problem.message, source: "losslang" };
      const actions = await plugin.client.request<lsp.CodeActionParams, lsp.CodeAction[] | null>(
        "textDocument/codeAction",
        { textDocument: { uri: plugin.uri }, range, context: { diagnostics: [diagnostic] } },
      );
      const own = (actions ?? []).filter(({ diagnostics }) => diagnostics?.some(({ code }) => code === problem.code));
      return {
        ...problem,
        fixes: joined(
          problem.fixes ?? [],
          own.flatMap((action) => fixOf(action, plugin)),
        ),
      };
    }),
  );
  return view.state.doc.eq(doc) ? mended : undefined;
}

function fixOf({ title, edit, isPreferred }: lsp.CodeAction, plugin: LSPPlugin): Fix[] {
  const edits = edit?.changes?.[plugin.uri];
  // What would change another file cannot be done here.
  if (!edits || Object.keys(edit.changes!).length > 1) return [];
  const span = ({ start, end }: lsp.Range) => ({
    ...{ file: "<inline>", start: plugin.fromPosition(start) },
    end: plugin.fromPosition(end),
  });
  return [
    {
      title,
      certain: isPreferred === true,
      edits: edits.map(({ range, newText }) => ({ span: span(range), text: newText })),
    },
  ];
}

/** Both lists, what comes to the same once. */
function joined(some: readonly Fix[], more: readonly Fix[]): readonly Fix[] {
  const result = (fix: Fix) => JSON.stringify(fix.edits.map(({ span, text }) => [span.start, span.end, text]));
  const known = new Set(some.map(result));
  return [...some, ...more.filter((fix) => !known.has(result(fix)))];
}
