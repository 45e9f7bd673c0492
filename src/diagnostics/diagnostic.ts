import type { Span } from "../text.js";
import { type Catalog, catalog, type Holes } from "./catalog/index.js";
import { visibleText } from "./cells.js";

export type Severity = "error" | "warning" | "info";

/** A change of text. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** An edit a person can accept; `certain` when it cannot change the meaning of what was right. */
export interface Fix {
  readonly title: string;
  readonly certain: boolean;
  readonly edits: readonly Edit[];
}

/** One report to a person: what is so, where, and what to do. Plain data. */
export interface Diagnostic {
  /** Permanent: `L1xx` text, `L2xx` names, `L3xx` types, `L4xx` time, `L5xx` backends and running. */
  readonly code: string;
  readonly severity: Severity;
  readonly title: string;
  readonly message: string;
  readonly span: Span;
  readonly hint?: string;
  readonly related?: readonly { readonly span: Span; readonly message: string }[];
  readonly fixes?: readonly Fix[];
}

export interface Extra {
  readonly hint?: string | undefined;
  readonly related?: Diagnostic["related"] | undefined;
  readonly fixes?: readonly Fix[] | undefined;
}

/** Of what a text says so much is quoted: a name may be as long as the file. */
const longest = 400;

/** A diagnostic from its catalogue entry; leaving out one of the entry's holes does not compile. */
export function report<K extends keyof Catalog>(
  key: K,
  span: Span,
  holes: Holes<Catalog[K]>,
  extra: Extra = {},
): Diagnostic {
  const entry = catalog[key];
  const said = Object.fromEntries(
    Object.entries<string>(holes).map(([name, text]) => [
      name,
      text.length > longest ? `${text.slice(0, longest)}…` : text,
    ]),
  );
  const message = (entry.message as unknown as (holes: unknown) => string)(said);
  return {
    code: entry.code,
    severity: entry.severity,
    title: entry.title,
    // What a text says is quoted in messages, and may hold what a terminal acts on.
    message: visibleText(message),
    span,
    ...(extra.hint !== undefined && { hint: visibleText(extra.hint) }),
    ...(extra.related?.length && {
      related: extra.related.map((other) => ({ ...other, message: visibleText(other.message) })),
    }),
    ...(extra.fixes?.length && { fixes: extra.fixes.map((fix) => ({ ...fix, title: visibleText(fix.title) })) }),
  };
}

/** Collects the reports of a stage. */
export class Reports {
  readonly all: Diagnostic[] = [];

  /** What else is said can be given as a function, where it takes time to find. */
  report<K extends keyof Catalog>(
    key: K,
    span: Span,
    holes: Holes<Catalog[K]>,
    extra: Extra | (() => Extra) = {},
  ): void {
    this.all.push(report(key, span, holes, typeof extra === "function" ? extra() : extra));
  }

  get failed(): boolean {
    return this.all.some((d) => d.severity === "error");
  }
}

/** Reports in reading order: by file as first met, then by place. */
export function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const files = [...new Set(diagnostics.map((d) => d.span.file))];
  return [...diagnostics].sort(
    (a, b) =>
      files.indexOf(a.span.file) - files.indexOf(b.span.file) || a.span.start - b.span.start || a.span.end - b.span.end,
  );
}
