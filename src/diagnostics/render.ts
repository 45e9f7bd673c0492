import { type Position, positionAt, type Source, type Span } from "../text.js";
import { visibleText } from "./cells.js";
import type { Diagnostic } from "./diagnostic.js";
import { frame } from "./frame.js";
import { ansi, type Painter, plain } from "./paint.js";

export interface RenderOptions {
  /** ANSI colours; a `painter` takes precedence. */
  readonly color?: boolean | undefined;
  readonly painter?: Painter | undefined;
  /** Columns of the terminal. Lines of code are cut to it and prose is wrapped. Default: 100, prose not wrapped. */
  readonly width?: number | undefined;
}

type Sources = ReadonlyMap<string, Source>;

/** Reports as a person reads them, one below the other, without a line break at the end. */
export function render(diagnostics: readonly Diagnostic[], sources: Sources, options: RenderOptions = {}): string {
  return diagnostics.map((diagnostic) => renderOne(diagnostic, sources, options)).join("\n\n");
}

function renderOne(diagnostic: Diagnostic, sources: Sources, options: RenderOptions): string {
  const paint = options.painter ?? (options.color ? ansi : plain);
  const width = options.width ?? 100;
  const { code, severity, title, span, message, hint, related = [] } = diagnostic;
  const say = (text: string) => (options.width === undefined ? text : wrap(text, options.width));
  const place = placeOf(span, sources);
  const head = `${paint(severity, `${severity}[${code}]`)} ${paint("strong", title)} ${paint("faint", `── ${place}`)}`;
  const parts = [head, picture(span, "^", undefined), say(message)];
  for (const other of related) {
    const elsewhere = other.span.file !== span.file;
    const drawn = picture(other.span, "-", elsewhere ? undefined : other.message);
    const told = `${other.message} ── ${placeOf(other.span, sources)}`;
    parts.push(drawn === "" ? told : elsewhere ? `${paint("faint", told)}\n\n${drawn}` : drawn);
  }
  if (hint !== undefined) parts.push(say(`${paint("hint", "Hint:")} ${hint}`));
  return parts.filter((part) => part !== "").join("\n\n");

  function picture(at: Span, sign: string, label: string | undefined): string {
    const source = sources.get(at.file);
    if (!source || source.text === "") return "";
    const style = sign === "^" ? severity : "faint";
    return frame(source, { span: at, sign, style, ...(label !== undefined && { label }) }, width, paint);
  }
}

function placeOf(span: Span, sources: Sources): string {
  const text = sources.get(span.file)?.text;
  if (text === undefined) return visibleText(span.file);
  const { line, column } = positionAt(text, span.start);
  return `${visibleText(span.file)}:${line}:${column}`;
}

/** Break prose between words; a word longer than a line stands alone. */
function wrap(text: string, width: number): string {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1)!;
    if (line !== "" && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines.join("\n");
}

/** A report as `check --json` prints it; lines and columns count from 1. */
export interface JsonDiagnostic {
  readonly code: string;
  readonly severity: Diagnostic["severity"];
  readonly title: string;
  readonly message: string;
  readonly hint?: string;
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
  readonly related?: readonly (JsonPlace & { readonly message: string })[];
  readonly fixes?: readonly {
    readonly title: string;
    readonly certain: boolean;
    readonly edits: readonly (JsonPlace & { readonly text: string })[];
  }[];
}

interface JsonPlace {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
}

export function toJson(diagnostics: readonly Diagnostic[], sources: Sources): JsonDiagnostic[] {
  const place = ({ file, start, end }: Span): JsonPlace => {
    const text = sources.get(file)?.text ?? "";
    return { file, start: positionAt(text, start), end: positionAt(text, end) };
  };
  return diagnostics.map(({ code, severity, title, message, hint, span, related, fixes }) => ({
    code,
    severity,
    title,
    message,
    ...(hint !== undefined && { hint }),
    ...place(span),
    ...(related && { related: related.map((other) => ({ ...place(other.span), message: other.message })) }),
    ...(fixes && {
      fixes: fixes.map((fix) => ({
        title: fix.title,
        certain: fix.certain,
        edits: fix.edits.map((edit) => ({ ...place(edit.span), text: edit.text })),
      })),
    }),
  }));
}
