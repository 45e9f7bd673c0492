import { type CstNode, CstParser, type IParserErrorMessageProvider, type TokenType } from "chevrotain";
import * as t from "./tokens.js";
import { isTriggerName } from "./words.js";

/** What follows an expression. */
const phaseEnds: readonly TokenType[] = [t.EndOfFile, t.ThenKeyword, t.Comma, t.RParen, ...t.itemKeywordTokens];

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

  /**
   * Between `then@` and a phase a sign can belong to either. It is the phase's when a factor follows its number (`then@late -0.5*dice`) or, for a minus,
   * when nothing else would be left for the phase (`then@epoch10 -0.5`).
   */
  protected opensOffset(): boolean {
    if (this.ahead(3, t.Star, t.Slash)) return false;
    return this.ahead(1, t.Plus) || !this.ahead(3, ...phaseEnds);
  }

  protected opensTime(): boolean {
    if (this.ahead(1, t.Epoch, t.Step, t.Percent)) return true;
    if (!this.ahead(1, t.Numeral, t.Name)) return false;
    let k = 2;
    while (this.ahead(k, t.Plus, t.Minus) && this.ahead(k + 1, t.Numeral)) k += 2;
    return this.ahead(k, t.DotDot);
  }
}
