import type { Span } from "../../text.js";

/** What a completion stands for. */
export type CompletionKind =
  | "loss"
  | "definition"
  | "param"
  | "parameter"
  | "value"
  | "class"
  | "head"
  | "mask"
  | "field"
  | "keyword"
  | "easing"
  | "moment"
  | "trigger"
  | "builtin"
  | "task-key"
  | "metric"
  | "file";

/** Something that could be written at a place. */
export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  /** A few words beside the label. */
  readonly detail?: string | undefined;
  /** GitHub Markdown. */
  readonly documentation?: string | undefined;
  readonly insert: string;
  /** Whether `insert` has places to fill in, `${1:40}`, as editors know them. */
  readonly snippet: boolean;
  /** What it replaces: the word around the place. */
  readonly span: Span;
  /** Completions are shown in the order of this text. */
  readonly sort: string;
}

/** Before it is known where it goes. */
export interface Proposal extends Omit<Completion, "span" | "sort" | "snippet" | "insert"> {
  /** Absent: the label. */
  readonly insert?: string | undefined;
  readonly snippet?: boolean | undefined;
  /** Smaller comes first; within one rank in the order given. */
  readonly rank?: number | undefined;
}

export const toCompletions = (proposals: readonly Proposal[], span: Span): Completion[] =>
  proposals.map(({ insert, snippet, rank = 5, ...proposal }, i) => ({
    ...proposal,
    insert: insert ?? proposal.label,
    snippet: snippet ?? false,
    span,
    sort: `${rank}${String(i).padStart(4, "0")}`,
  }));
