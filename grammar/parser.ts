import { LookaheadParser, type ParserOptions } from "./lookahead.js";
import * as t from "./tokens.js";

/**
 * The grammar: every rule under its EBNF line, no actions. Where a common slip can be read without ambiguity the rule reads it — an operand without
 * its operator, `then` without `@`, a colon for an equals sign, items in any order — and lowering reports it: one mistake, one report, and a tree.
 */
export class LossParser extends LookaheadParser {
  constructor(options: ParserOptions = {}) {
    super(options);
    this.performSelfAnalysis();
  }

  // file := (use | task | param | def)* minimize?  |  schedule
  readonly file = this.RULE("file", () => {
    this.MANY(() => this.SUBRULE(this.item));
    this.CONSUME(t.EndOfFile);
  });

  // item := use | task | param | def | minimize | schedule            (their order is judged in lowering)
  readonly item = this.RULE("item", () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.use) },
      { ALT: () => this.SUBRULE(this.task) },
      { ALT: () => this.SUBRULE(this.param) },
      { ALT: () => this.SUBRULE(this.def) },
      { ALT: () => this.SUBRULE(this.minimize) },
      { ALT: () => this.SUBRULE(this.schedule) },
    ]);
  });

  // use := "use" STRING
  readonly use = this.RULE("use", () => {
    this.CONSUME(t.UseKeyword);
    this.CONSUME(t.Quoted);
  });

  // task := "task" "{" entry* "}"
  readonly task = this.RULE("task", () => {
    this.CONSUME(t.TaskKeyword);
    this.CONSUME(t.LCurly);
    this.MANY(() => this.SUBRULE(this.entry));
    this.CONSUME(t.RCurly);
  });

  // entry := NAME ":" literal ("," literal)* ","?                     ("=" is read and reported)
  readonly entry = this.RULE("entry", () => {
    this.CONSUME(t.Name);
    this.OR([{ ALT: () => this.CONSUME(t.Colon) }, { ALT: () => this.CONSUME(t.Equals) }]);
    this.SUBRULE(this.literal);
    this.MANY({
      GATE: () => !this.opensEntry(2),
      DEF: () => {
        this.CONSUME(t.Comma);
        this.SUBRULE2(this.literal);
      },
    });
    this.OPTION(() => this.CONSUME2(t.Comma));
  });

  // param := "param" NAME "=" literal
  readonly param = this.RULE("param", () => {
    this.CONSUME(t.ParamKeyword);
    this.CONSUME(t.Name);
    this.CONSUME(t.Equals);
    this.SUBRULE(this.literal);
  });

  // def := "def" NAME parameters? "=" schedule
  readonly def = this.RULE("def", () => {
    this.CONSUME(t.DefKeyword);
    this.CONSUME(t.Name);
    this.OPTION(() => this.SUBRULE(this.parameters));
    this.CONSUME(t.Equals);
    this.SUBRULE(this.schedule);
  });

  // parameters := "(" (parameter ("," parameter)* ","?)? ")"
  readonly parameters = this.RULE("parameters", () => {
    this.CONSUME(t.LParen);
    this.OPTION(() => {
      this.SUBRULE(this.parameter);
      this.MANY(() => {
        this.CONSUME(t.Comma);
        this.SUBRULE2(this.parameter);
      });
      this.OPTION2(() => this.CONSUME2(t.Comma));
    });
    this.CONSUME(t.RParen);
  });

  // parameter := NAME "=" literal                                     (":" is read and reported)
  readonly parameter = this.RULE("parameter", () => {
    this.CONSUME(t.Name);
    this.OR([{ ALT: () => this.CONSUME(t.Equals) }, { ALT: () => this.CONSUME(t.Colon) }]);
    this.SUBRULE(this.literal);
  });

  // minimize := "minimize" schedule
  readonly minimize = this.RULE("minimize", () => {
    this.CONSUME(t.MinimizeKeyword);
    this.SUBRULE(this.schedule);
  });

  // schedule := sum ("then" "@" when sum)*
  readonly schedule = this.RULE("schedule", () => {
    this.SUBRULE(this.sum);
    this.MANY(() => this.SUBRULE(this.phase));
  });

  // phase := "then" "@" when sum                                      ("@", or both, may be missing: reported)
  readonly phase = this.RULE("phase", () => {
    this.CONSUME(t.ThenKeyword);
    this.OR({
      DEF: [
        {
          ALT: () => {
            this.CONSUME(t.At);
            this.SUBRULE(this.when);
          },
        },
        { GATE: () => this.opensBareWhen(), ALT: () => this.SUBRULE2(this.when) },
        { ALT: () => {} },
      ],
      IGNORE_AMBIGUITIES: true,
    });
    this.SUBRULE(this.sum);
  });

  // when := trigger | moment (".." moment)? EASE?
  readonly when = this.RULE("when", () => {
    this.OR({
      DEF: [
        { GATE: () => this.opensTrigger(), ALT: () => this.SUBRULE(this.trigger) },
        {
          ALT: () => {
            this.SUBRULE(this.moment, { ARGS: [true] });
            this.OPTION(() => {
              this.CONSUME(t.DotDot);
              this.SUBRULE2(this.moment, { ARGS: [true] });
            });
            this.OPTION2(() => this.CONSUME(t.EaseKeyword));
          },
        },
      ],
      IGNORE_AMBIGUITIES: true,
    });
  });

  // trigger := NAME arguments      where NAME opens a trigger (words.ts), or the parentheses hold a string, a named argument, or nothing
  readonly trigger = this.RULE("trigger", () => {
    this.CONSUME(t.Name);
    this.SUBRULE(this.arguments);
  });

  // moment := (EPOCH | STEP | PERCENT | NUMBER | NAME) offset*        (a bare NUMBER before ".." is read and reported)
  readonly moment = this.RULE("moment", (beforePhase?: boolean) => {
    this.OR([
      { ALT: () => this.CONSUME(t.Epoch) },
      { ALT: () => this.CONSUME(t.Step) },
      { ALT: () => this.CONSUME(t.Percent) },
      { ALT: () => this.CONSUME(t.Numeral) },
      { ALT: () => this.CONSUME(t.Name) },
    ]);
    this.MANY({ GATE: () => !beforePhase || this.opensOffset(), DEF: () => this.SUBRULE(this.offset) });
  });

  // offset := ("+" | "-") NUMBER                                      between "@" and a phase only if it is tight: late+10
  readonly offset = this.RULE("offset", () => {
    this.OR([{ ALT: () => this.CONSUME(t.Plus) }, { ALT: () => this.CONSUME(t.Minus) }]);
    this.CONSUME(t.Numeral);
  });

  // The alternatives of rules that every term passes through are made once: each call would make them again, and they are most of the garbage.

  private readonly signs = [{ ALT: () => this.CONSUME(t.Plus) }, { ALT: () => this.CONSUME(t.Minus) }];

  private readonly primaries = [
    { ALT: () => this.CONSUME(t.Numeral) },
    {
      ALT: () => {
        this.CONSUME(t.Name);
        this.OPTION(() => this.SUBRULE(this.classes));
        this.OPTION2(() => this.SUBRULE(this.arguments));
      },
    },
    {
      ALT: () => {
        this.CONSUME(t.LParen);
        this.SUBRULE(this.schedule);
        this.CONSUME(t.RParen);
      },
    },
  ];

  private readonly bindings = [{ ALT: () => this.CONSUME(t.Equals) }, { ALT: () => this.CONSUME(t.Colon) }];

  private readonly values = {
    DEF: [
      { GATE: () => this.ahead(2, t.Comma, t.RParen), ALT: () => this.CONSUME(t.Numeral) },
      { ALT: () => this.CONSUME(t.Quoted) },
      { ALT: () => this.CONSUME(t.Truth) },
      { ALT: () => this.CONSUME(t.Dimension) },
      { ALT: () => this.CONSUME(t.EaseKeyword) },
      { ALT: () => this.SUBRULE(this.list) },
      { GATE: () => this.opensTime(), ALT: () => this.SUBRULE(this.time) },
      { ALT: () => this.SUBRULE(this.schedule) },
    ],
    IGNORE_AMBIGUITIES: true,
  };

  // sum := product addend*
  readonly sum = this.RULE("sum", () => {
    this.SUBRULE(this.product);
    this.MANY(() => this.SUBRULE(this.addend));
  });

  // addend := ("+" | "-") product
  readonly addend = this.RULE("addend", () => {
    this.OR(this.signs);
    this.SUBRULE(this.product);
  });

  // product := (NUMBER "*")? unary factor*                            = unary factor*: most terms begin with a weight, read here four rules sooner
  readonly product = this.RULE("product", () => {
    this.OPTION(() => {
      this.CONSUME(t.Numeral);
      this.CONSUME(t.Star);
    });
    this.SUBRULE(this.unary);
    this.MANY(() => this.SUBRULE(this.factor));
  });

  // factor := ("*" | "/") unary                                       (an operand without its operator is read and reported)
  readonly factor = this.RULE("factor", () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Star);
          this.SUBRULE(this.unary);
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.Slash);
          this.SUBRULE2(this.unary);
        },
      },
      { ALT: () => this.SUBRULE(this.selected) },
    ]);
  });

  // unary := "-"? selected
  readonly unary = this.RULE("unary", () => {
    this.OPTION(() => this.CONSUME(t.Minus));
    this.SUBRULE(this.selected);
  });

  // selected := primary selection*
  readonly selected = this.RULE("selected", () => {
    this.SUBRULE(this.primary);
    this.MANY(() => this.SUBRULE(this.selection));
  });

  // selection := classes | "on" NAME | "where" NAME
  readonly selection = this.RULE("selection", () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.classes) },
      {
        ALT: () => {
          this.CONSUME(t.OnKeyword);
          this.CONSUME(t.Name);
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.WhereKeyword);
          this.CONSUME2(t.Name);
        },
      },
    ]);
  });

  // primary := NUMBER | NAME classes? arguments? | "(" schedule ")"
  readonly primary = this.RULE("primary", () => {
    this.OR(this.primaries);
  });

  // classes := "[" "!"? class ("," class)* ","? "]"
  readonly classes = this.RULE("classes", () => {
    this.CONSUME(t.LSquare);
    this.OPTION(() => this.CONSUME(t.Bang));
    this.SUBRULE(this.class);
    this.MANY(() => {
      this.CONSUME(t.Comma);
      this.SUBRULE2(this.class);
    });
    this.OPTION2(() => this.CONSUME2(t.Comma));
    this.CONSUME(t.RSquare);
  });

  // class := NAME | INT (".." INT)?
  readonly class = this.RULE("class", () => {
    this.OR([
      { ALT: () => this.CONSUME(t.Name) },
      {
        ALT: () => {
          this.CONSUME(t.Numeral);
          this.OPTION(() => {
            this.CONSUME(t.DotDot);
            this.CONSUME2(t.Numeral);
          });
        },
      },
    ]);
  });

  // arguments := "(" (argument ("," argument)* ","?)? ")"
  readonly arguments = this.RULE("arguments", () => {
    this.CONSUME(t.LParen);
    this.OPTION(() => {
      this.SUBRULE(this.argument);
      this.MANY(() => {
        this.CONSUME(t.Comma);
        this.SUBRULE2(this.argument);
      });
      this.OPTION2(() => this.CONSUME2(t.Comma));
    });
    this.CONSUME(t.RParen);
  });

  // argument := (NAME "=")? value                                     (":" is read and reported)
  readonly argument = this.RULE("argument", () => {
    this.OPTION(() => {
      this.CONSUME(t.Name);
      this.OR(this.bindings);
    });
    this.SUBRULE(this.value);
  });

  // value := STRING | BOOLEAN | DIMENSION | EASE | list | time | schedule     (a schedule that is one number is read six rules sooner)
  readonly value = this.RULE("value", () => {
    this.OR(this.values);
  });

  // literal := STRING | BOOLEAN | DIMENSION | EASE | list | time | "-"? NUMBER | NAME | sum     (a sum where its first two words show that it is one)
  readonly literal = this.RULE("literal", () => {
    this.OR({
      DEF: [
        { ALT: () => this.CONSUME(t.Quoted) },
        { ALT: () => this.CONSUME(t.Truth) },
        { ALT: () => this.CONSUME(t.Dimension) },
        { ALT: () => this.CONSUME(t.EaseKeyword) },
        { ALT: () => this.SUBRULE(this.list) },
        { GATE: () => this.opensTime(), ALT: () => this.SUBRULE(this.time) },
        { GATE: () => this.opensArithmetic(), ALT: () => this.SUBRULE(this.sum) },
        {
          ALT: () => {
            this.OPTION(() => this.CONSUME(t.Minus));
            this.CONSUME(t.Numeral);
          },
        },
        { ALT: () => this.CONSUME(t.Name) },
      ],
      IGNORE_AMBIGUITIES: true,
    });
  });

  // list := "[" (literal ("," literal)* ","?)? "]"
  readonly list = this.RULE("list", () => {
    this.CONSUME(t.LSquare);
    this.OPTION(() => {
      this.SUBRULE(this.literal);
      this.MANY(() => {
        this.CONSUME(t.Comma);
        this.SUBRULE2(this.literal);
      });
      this.OPTION2(() => this.CONSUME2(t.Comma));
    });
    this.CONSUME(t.RSquare);
  });

  // time := moment (".." moment)?                                     has a unit or a "..": epoch40 · step0..1000 · late..late+10
  readonly time = this.RULE("time", () => {
    this.SUBRULE(this.moment);
    this.OPTION(() => {
      this.CONSUME(t.DotDot);
      this.SUBRULE2(this.moment);
    });
  });
}
