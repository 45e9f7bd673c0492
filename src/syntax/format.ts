import type * as ast from "./ast.js";
import { Copy } from "./copy.js";
import {
  blank,
  concat,
  type FormatDocument,
  group,
  hard,
  indent,
  line,
  nothing,
  renderLayout,
} from "./format-document.js";
import { layExpression, layListed, layValue } from "./format-expression.js";
import { parseWithTokens } from "./parse.js";

/** Columns a line may have. */
const width = 120;

/**
 * The one way to write a program: same tokens (but for commas that separate nothing), same comments, other blanks and line breaks. Formatting what was
 * formatted changes nothing. A text with a mistake in it is returned as it is: where the tree is torn, no line break can be trusted.
 */
export function format(source: string): string {
  const { parsed, tokens } = parseWithTokens({ file: "<inline>", text: source });
  if (parsed.diagnostics.some((d) => d.severity === "error")) return source;
  const copy = new Copy(source, tokens, parsed.file.comments);
  const { items, minimize } = parsed.file;
  return layOut(copy, minimize ? [...items, minimize] : items);
}

type Written = ast.Item | ast.Minimize;

/** The items with what stands between them: comments where they were, an empty line where the author left one or the kind changes. */
function layOut(copy: Copy, items: readonly Written[]): string {
  let out = "";
  let previous: { kind: string; tall: boolean } | undefined;
  for (const item of items) {
    const comments = copy.takeComments();
    const { apart } = copy;
    const written = renderLayout(layItem(copy, item), width);
    const tall = written.includes("\n");
    const parted = previous !== undefined && (previous.kind !== item.kind || previous.tall || tall);
    out = withComments(out, comments, parted);
    const separated = apart || (parted && !comments.some(({ own }) => own));
    out += `${out === "" ? "" : separated ? "\n\n" : "\n"}${written}`;
    previous = { kind: item.kind, tall };
  }
  return `${withComments(out, copy.takeComments(), false)}\n`;
}

function withComments(before: string, comments: ReturnType<Copy["takeComments"]>, parted: boolean): string {
  let out = before;
  let first = parted;
  for (const { comment, own, apart } of comments) {
    if (out === "") out = comment.text;
    else if (!own) out += ` ${comment.text}`;
    else {
      out += `${apart || first ? "\n\n" : "\n"}${comment.text}`;
      first = false;
    }
  }
  return out;
}

function layItem(copy: Copy, item: Written): FormatDocument {
  switch (item.kind) {
    case "use":
      return concat([copy.token(), copy.after(blank)]);
    case "param": {
      const head = [copy.token(), copy.after(blank), copy.after(blank), copy.gap(blank)];
      return concat([...head, layValue(copy, item.value)]);
    }
    case "minimize": {
      if (item.bare) return layExpression(copy, item.body);
      const keyword = concat([copy.token(), copy.gap(blank)]);
      return concat([keyword, layExpression(copy, item.body)]);
    }
    case "def":
      return layDef(copy, item);
    case "task":
      return layTask(copy, item);
  }
}

function layDef(copy: Copy, { parameters, body, name }: ast.Def): FormatDocument {
  const parts = [copy.token(), copy.after(blank)];
  if (copy.nextIs("(") && name.kind === "ident") {
    parts.push(
      copy.gap(nothing),
      layListed(copy, parameters, ({ value }) => {
        const head = [copy.token(), copy.after(blank), copy.gap(blank)];
        return concat([...head, layValue(copy, value)]);
      }),
    );
  }
  parts.push(copy.after(blank), copy.gap(blank));
  return concat([...parts, layExpression(copy, body)]);
}

function layTask(copy: Copy, { entries }: ast.TaskItem): FormatDocument {
  const open = concat([copy.token(), copy.after(blank)]);
  const lines: FormatDocument[] = [];
  for (const { values } of entries) {
    lines.push(copy.gap(hard));
    const parts = [copy.token(), copy.after(nothing)];
    for (const [i, value] of values.entries()) {
      if (i > 0) parts.push(copy.after(nothing));
      parts.push(copy.gap(i > 0 ? line : blank), layValue(copy, value));
    }
    copy.dropComma();
    lines.push(group(indent(4, concat(parts))));
  }
  return concat([open, indent(2, concat(lines)), copy.after(entries.length > 0 ? hard : nothing)]);
}
