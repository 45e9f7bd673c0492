import { type CstNode, CstParser, type IParserErrorMessageProvider, type TokenType } from "chevrotain";
import * as t from "./tokens.js";
import { isTriggerName } from "./words.js";

export interface ParserOptions {
  readonly errorMessageProvider?: IParserErrorMessageProvider;
  readonly validate?: boolean;
}

/** The parser beneath the rules: how chevrotain is set up, and the questions that one token ahead cannot answer. */
export abstract class LookaheadParser extends CstParser {
  constructor({ errorMessageProvider, validate }: ParserOptions) {
    super(t.vocabulary, {
      recoveryEnabled: true,
      maxLookahead: 2,
      nodeLocationTracking: "none",
      skipValidations: !validate,
      ...(errorMessageProvider && { errorMessageProvider }),
    });
  }

  /** As chevrotain does it, but with children in a plain object: one without a prototype is a hash table, and a text has thousands of nodes. */
  protected cstInvocationStateUpdate(name: string): void {
    this.CST_STACK.push({ name, children: {} });
  }
  declare protected readonly CST_STACK: CstNode[];

  protected ahead(k: number, ...types: TokenType[]): boolean {
    return types.includes(this.LA(k).tokenType);
  }

  protected opensEntry(k: number): boolean {
    return this.ahead(k, t.Name) && this.ahead(k + 1, t.Colon, t.Equals);
  }

  protected opensTrigger(): boolean {
    if (!this.ahead(1, t.Name) || !this.ahead(2, t.LParen)) return false;
    return (
      isTriggerName(this.LA(1).image) ||
      this.ahead(3, t.Quoted, t.RParen) ||
      (this.ahead(3, t.Name) && this.ahead(4, t.Equals, t.Colon))
    );
  }

  /** `then epoch40 …`, `then late dice`: surely a moment, though `@` is missing. */
  protected opensBareWhen(): boolean {
    return (
      this.ahead(1, t.Epoch, t.Step, t.Percent) ||
      (this.ahead(1, t.Name) && (this.ahead(2, t.Name, t.Numeral, t.DotDot) || this.opensTrigger()))
    );
  }

  /** Between `then@` and a phase a sign can belong to either: an offset is written tight (`late+10`), a sign with a blank before it begins the phase. */
  protected opensOffset(): boolean {
    const { startOffset, image } = this.LA(0);
    return this.LA(1).startOffset === startOffset + image.length;
  }

  /** A number that is computed: `1/3`, `-(w + 1)`, `1 - w`, `ramp(…)`; not what stands by itself. */
  protected opensArithmetic(): boolean {
    if (this.ahead(1, t.LParen) || (this.ahead(1, t.Name) && this.ahead(2, t.LParen))) return true;
    const from = this.ahead(1, t.Minus) ? 2 : 1;
    if (from === 2 && this.ahead(2, t.LParen, t.Name)) return true;
    return this.ahead(from, t.Numeral, t.Name) && this.ahead(from + 1, t.Plus, t.Minus, t.Star, t.Slash);
  }

  protected opensTime(): boolean {
    if (this.ahead(1, t.Epoch, t.Step, t.Percent)) return true;
    if (!this.ahead(1, t.Numeral, t.Name)) return false;
    let k = 2;
    while (this.ahead(k, t.Plus, t.Minus) && this.ahead(k + 1, t.Numeral)) k += 2;
    return this.ahead(k, t.DotDot);
  }
}
