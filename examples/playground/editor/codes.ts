import { forEachDiagnostic } from "@codemirror/lint";
import { type EditorState, type Extension, type RangeSet, RangeSetBuilder } from "@codemirror/state";
import { GutterMarker, gutter } from "@codemirror/view";

/** The permanent code of the worst report of a line, beside it. */
class Code extends GutterMarker {
  readonly #code: string;
  readonly #severity: string;
  constructor(code: string, severity: string) {
    super();
    this.#code = code;
    this.#severity = severity;
  }
  override eq(other: Code): boolean {
    return this.#code === other.#code && this.#severity === other.#severity;
  }
  override toDOM(): HTMLElement {
    const mark = document.createElement("span");
    mark.className = `code ${this.#severity}`;
    mark.textContent = this.#code;
    return mark;
  }
}

const rank: Readonly<Record<string, number>> = { error: 3, warning: 2, info: 1, hint: 0 };

function marks(state: EditorState): RangeSet<GutterMarker> {
  const worst = new Map<number, { readonly code: string; readonly severity: string }>();
  forEachDiagnostic(state, ({ source, severity }, from) => {
    const line = state.doc.lineAt(from).from;
    const known = worst.get(line);
    if (!known || rank[severity]! > rank[known.severity]!) worst.set(line, { code: source ?? "", severity });
  });
  const builder = new RangeSetBuilder<GutterMarker>();
  for (const [line, { code, severity }] of [...worst].sort(([a], [b]) => a - b))
    builder.add(line, line, new Code(code, severity));
  return builder.finish();
}

/** A gutter for codes. */
export const codes: Extension = gutter({
  class: "codes",
  markers: (view) => marks(view.state),
  initialSpacer: () => new Code("L000", "info"),
});
