import { createTokenInstance, type IToken, type TokenType } from "chevrotain";
import * as t from "../../grammar/tokens.js";
import { type Diagnostic, report } from "../diagnostics/diagnostic.js";
import { closerOf, endOf, image, isCloser, isOpener, itemStarts, spanOf } from "./terminals.js";

/** How far ahead a closing bracket is looked for before judging the one at hand. */
const horizon = 200;

/** What may stand in `[…]` after a name. */
const inSelection: ReadonlySet<TokenType> = new Set([t.Bang, t.Name, t.Numeral, t.DotDot, t.Comma, t.RSquare]);
const endsSelected: ReadonlySet<TokenType> = new Set([t.Name, t.RParen, t.RSquare]);

interface Open {
  readonly token: IToken;
  readonly selection: boolean;
}

/**
 * Pair the brackets before parsing: missing ones are put in as empty tokens, stray ones taken out, braces around arguments read as parentheses. Each
 * is reported once, with the place it was opened, and the parser can then trust every bracket it meets.
 */
export function balanceBrackets(
  tokens: readonly IToken[],
  file: string,
): { tokens: IToken[]; diagnostics: Diagnostic[] } {
  const pairing = new Pairing(tokens, file);
  for (let index = 0; index < tokens.length; index++) pairing.read(index);
  pairing.closeAll(undefined);
  return { tokens: pairing.out, diagnostics: pairing.diagnostics };
}

class Pairing {
  readonly out: IToken[] = [];
  readonly diagnostics: Diagnostic[] = [];
  private readonly open: Open[] = [];
  private readonly tokens: readonly IToken[];
  private readonly file: string;

  constructor(tokens: readonly IToken[], file: string) {
    this.tokens = tokens;
    this.file = file;
  }

  read(index: number): void {
    const token = this.tokens[index]!;
    if (itemStarts.has(token.tokenType)) this.closeAll(token);
    else if (this.open.at(-1)?.selection && this.breaksSelection(index)) this.close(this.open.length - 1, token);
    if (isCloser(token)) this.closeWith(token, index);
    else {
      if (isOpener(token)) this.enter(token);
      else this.out.push(token);
    }
  }

  private enter(token: IToken): void {
    const previous = this.out.at(-1);
    if (token.tokenType === t.LCurly && previous?.tokenType !== t.TaskKeyword) {
      const instead = "parentheses hold arguments and group terms, braces only belong to `task`";
      this.diagnostics.push(report("foreignSign", spanOf(token, this.file), { found: "{", instead }));
      this.push({ ...token, tokenType: t.LParen, tokenTypeIdx: t.LParen.tokenTypeIdx! });
    } else this.push(token);
  }

  private push(token: IToken): void {
    const previous = this.out.at(-1);
    const selection = token.tokenType === t.LSquare && previous !== undefined && endsSelected.has(previous.tokenType);
    this.out.push(token);
    this.open.push({ token, selection });
  }

  private closeWith(token: IToken, index: number): void {
    const at = this.open.findLastIndex((open) => this.matches(open, token));
    if (at >= 0) {
      if (at < this.open.length - 1) this.close(at + 1, token);
      const { token: opener } = this.open.pop()!;
      const type = closerOf(opener.tokenType);
      this.out.push(type === token.tokenType ? token : { ...token, tokenType: type, tokenTypeIdx: type.tokenTypeIdx! });
      return;
    }
    const top = this.open.at(-1);
    const span = spanOf(token, this.file);
    if (!top || this.closesLater(index, closerOf(top.token.tokenType))) {
      const fixes = [{ title: "remove it", certain: false, edits: [{ span, text: "" }] }];
      this.diagnostics.push(report("strayBracket", span, { bracket: token.image, but: "" }, { fixes }));
      return;
    }
    // `(a]`: the wrong kind, rather than one too many and one too few.
    this.open.pop();
    const type = closerOf(top.token.tokenType);
    const but = `: the last bracket opened is a \`${top.token.image}\``;
    const related = [{ span: spanOf(top.token, this.file), message: "opened here" }];
    const fixes = [{ title: `write \`${image(type)}\``, certain: false, edits: [{ span, text: image(type) }] }];
    this.diagnostics.push(report("strayBracket", span, { bracket: token.image, but }, { related, fixes }));
    this.out.push({ ...token, tokenType: type, tokenTypeIdx: type.tokenTypeIdx! });
  }

  /** A brace read as a parenthesis is closed by a brace. */
  private matches({ token: opener }: Open, token: IToken): boolean {
    if (opener.image === "{") return token.tokenType === t.RCurly;
    return closerOf(opener.tokenType) === token.tokenType;
  }

  private closesLater(index: number, type: TokenType): boolean {
    for (let i = index + 1; i < Math.min(this.tokens.length, index + horizon); i++) {
      const token = this.tokens[i]!;
      if (itemStarts.has(token.tokenType)) return false;
      if (token.tokenType === type) return true;
    }
    return false;
  }

  /** `dice[vessel + ce`: no class can be meant any more, and no `]` follows that could say otherwise. */
  private breaksSelection(index: number): boolean {
    const token = this.tokens[index]!;
    if (inSelection.has(token.tokenType) || isCloser(token)) return false;
    for (let i = index; i < Math.min(this.tokens.length, index + horizon); i++) {
      const next = this.tokens[i]!;
      if (next.tokenType === t.RSquare) return false;
      if (isOpener(next) || isCloser(next) || itemStarts.has(next.tokenType)) return true;
    }
    return true;
  }

  /** Close everything that is open, before an item or at the end of the text. */
  closeAll(before: IToken | undefined): void {
    if (this.open.length > 0) this.close(0, before);
  }

  /** Close the brackets from one on: one report, at the innermost. */
  private close(from: number, before: IToken | undefined): void {
    const unclosed = this.open.splice(from);
    const innermost = unclosed.at(-1)!.token;
    const place = endOf(this.out.at(-1)!);
    const closer = image(closerOf(innermost.tokenType));
    const all = unclosed.map(({ token }) => image(closerOf(token.tokenType))).reverse();
    for (const { token } of unclosed.reverse()) this.out.push(madeUp(closerOf(token.tokenType), place));
    const at = { file: this.file, start: place, end: place };
    this.diagnostics.push(
      report(
        "unclosedBracket",
        spanOf(innermost, this.file),
        { bracket: innermost.image, closer, end: before ? `\`${before.image}\`` : "the end of the text" },
        {
          hint: `close it with \`${all.join("")}\` where the part ends`,
          related: [
            ...unclosed
              .slice(1)
              .map(({ token }) => ({ span: spanOf(token, this.file), message: "this one is open, too" })),
            ...(before ? [{ span: spanOf(before, this.file), message: "here it can no longer be open" }] : []),
          ],
          fixes: [{ title: `add \`${all.join("")}\``, certain: false, edits: [{ span: at, text: all.join("") }] }],
        },
      ),
    );
  }
}

/** An empty token: it closes a bracket without covering any text. */
const madeUp = (type: TokenType, at: number): IToken => createTokenInstance(type, "", at, at, 0, 0, 0, 0);
