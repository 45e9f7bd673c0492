import { type Action, type Diagnostic, setDiagnostics } from "@codemirror/lint";
import type { EditorView } from "@codemirror/view";
import type { Problem } from "../compute/messages.js";
import { h } from "../shell/element.js";
import { proseWithCode } from "../shell/prose.js";

type Fix = NonNullable<Problem["fixes"]>[number];

/** Marks problems in the text, each with its code and its fixes. */
export function markProblems(view: EditorView, problems: readonly Problem[]): void {
  const { length } = view.state.doc;
  const marked = problems.map((problem): Diagnostic => {
    const from = Math.min(problem.from, length);
    return {
      from,
      to: Math.max(from, Math.min(problem.to, length)),
      severity: problem.severity,
      source: problem.code,
      message: problem.message,
      renderMessage: () => said(problem),
      actions: (problem.fixes ?? []).map((fix): Action => ({ name: fix.title, apply: () => applyFix(view, fix) })),
    };
  });
  view.dispatch(setDiagnostics(view.state, marked));
}

export function applyFix(view: EditorView, { edits }: Fix): void {
  const changes = edits.map(({ span, text }) => ({ from: span.start, to: span.end, insert: text }));
  const { length } = view.state.doc;
  if (changes.some(({ to }) => to > length)) return;
  view.dispatch({ changes, userEvent: "input.fix", scrollIntoView: true });
  view.focus();
}

const said = ({ code, title, message, hint }: Problem): HTMLElement =>
  h(
    "div.report",
    {},
    h("b", {}, `${code} ${title}`),
    h("p", {}, ...proseWithCode(message)),
    hint !== undefined && h("p.hint", {}, "Hint: ", ...proseWithCode(hint)),
  );

/** What is wrong with the text, one by one, with what to do about it; announced as it changes. */
export class ProblemList {
  readonly #list = h("ul");
  readonly #said = h("p.sr", { role: "status" });
  readonly root = h("div.problems", {}, this.#list, this.#said);
  readonly #view: EditorView;

  constructor(view: EditorView) {
    this.#view = view;
  }

  show(problems: readonly Problem[]): void {
    const errors = problems.filter(({ severity }) => severity === "error").length;
    const others = problems.length - errors;
    const plural = (n: number, word: string) => `${n} ${word}${n === 1 ? "" : "s"}`;
    const text = problems.length
      ? `${plural(errors, "error")}, ${plural(others, "remark")}: ${problems[0]!.message}`
      : "No problems.";
    if (this.#said.textContent !== text) this.#said.textContent = text;
    this.#list.replaceChildren(...problems.slice(0, 6).map((problem) => this.#item(problem)));
    this.root.classList.toggle("none", problems.length === 0);
  }

  #item(problem: Problem): HTMLElement {
    const go = h("button.place", { type: "button", title: "Show in the text" }, problem.code);
    go.addEventListener("click", () => {
      this.#view.dispatch({ selection: { anchor: problem.from, head: problem.to }, scrollIntoView: true });
      this.#view.focus();
    });
    const fixes = (problem.fixes ?? []).slice(0, 3).map((fix) => {
      const button = h("button.fix", { type: "button" }, ...proseWithCode(fix.title));
      button.addEventListener("click", () => applyFix(this.#view, fix));
      return button;
    });
    return h(
      `li.${problem.severity}`,
      {},
      go,
      h(
        "div",
        {},
        h("p", {}, ...proseWithCode(problem.message)),
        problem.hint !== undefined && h("p.hint", {}, "Hint: ", ...proseWithCode(problem.hint)),
        ...fixes,
      ),
    );
  }
}
