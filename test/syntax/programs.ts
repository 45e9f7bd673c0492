import fc from "fast-check";

/* Well-formed programs as lists of tokens, so that any blanks and comments can be put between them. */

type Tokens = string[];

const reserved =
  /^(use|task|param|def|minimize|then|on|where|linear|cosine|exponential|sigmoid|true|false|epoch\d+|step\d+|plateau|reaches)$/;
const name = fc.oneof(
  fc.constantFrom(
    "dice",
    "ce",
    "theny",
    "online",
    "epoch_loss",
    "epochs",
    "steps40",
    "late",
    "_x",
    "minimized",
    "trueish",
  ),
  fc.stringMatching(/^[a-z_][a-z0-9_]{0,6}$/).filter((s) => !reserved.test(s)),
);
const one = (arb: fc.Arbitrary<string>): fc.Arbitrary<Tokens> => arb.map((s) => [s]);
const join = (...parts: (fc.Arbitrary<Tokens> | string)[]): fc.Arbitrary<Tokens> =>
  fc.tuple(...parts.map((p) => (typeof p === "string" ? fc.constant([p]) : p))).map((lists) => lists.flat());
const maybe = (arb: fc.Arbitrary<Tokens>): fc.Arbitrary<Tokens> => fc.option(arb, { nil: [] as Tokens });
const many = (arb: fc.Arbitrary<Tokens>, max = 3): fc.Arbitrary<Tokens> =>
  fc.array(arb, { maxLength: max }).map((lists) => lists.flat());
const listed = (arb: fc.Arbitrary<Tokens>, least: 0 | 1): fc.Arbitrary<Tokens> =>
  fc
    .tuple(fc.array(arb, { minLength: least, maxLength: 3 }), fc.boolean())
    .map(([items, trailing]) => [
      ...items.flatMap((item, i) => (i > 0 ? [",", ...item] : item)),
      ...(trailing && items.length > 0 ? [","] : []),
    ]);

const number = fc.constantFrom("0", "1", "20", "0.5", ".5", "1.", "1e-3", "2.5E+2", "1.e2", "007");
const whole = fc.constantFrom("0", "1", "2", "13");
const string = fc.constantFrom('"x"', '"./a b.loss"', '"\\"q\\" \\\\ // no comment"', '""');
const ease = fc.constantFrom("linear", "cosine", "exponential", "sigmoid");

const offsets = many(join(one(fc.constantFrom("+", "-")), one(number)), 2);
const timed = fc.constantFrom("epoch0", "epoch40", "step1000", "30%", ".5%", "12.5%");
const based = join(one(fc.oneof(timed, name)), offsets);
const end = join(one(fc.oneof(timed, name, number)), offsets);
const timeSpan = join(based, "..", end);
/** Between `@` and a phase offsets are tight. */
const tight = (arb: fc.Arbitrary<Tokens>): fc.Arbitrary<Tokens> => arb.map((tokens) => [tokens.join("")]);
const classes = join(
  "[",
  maybe(fc.constant(["!"])),
  listed(fc.oneof(one(name), one(whole), join(one(whole), "..", one(whole))), 1),
  "]",
);

type Grammar = {
  list: Tokens;
  literal: Tokens;
  value: Tokens;
  argument: Tokens;
  args: Tokens;
  primary: Tokens;
  selected: Tokens;
  unary: Tokens;
  product: Tokens;
  sum: Tokens;
  when: Tokens;
  schedule: Tokens;
};

// One depth for all, and few parts at each level: a program grows with the product of its branches.
const bounded = { depthIdentifier: fc.createDepthIdentifier(), maxDepth: 3 };

export const { schedule, literal } = fc.letrec<Grammar>((tie) => ({
  list: join("[", listed(tie("literal"), 0), "]"),
  literal: fc.oneof(
    bounded,
    one(name),
    one(number),
    join("-", one(number)),
    one(string),
    one(fc.constantFrom("true", "false", "2d", "3d")),
    one(ease),
    join(one(timed), offsets),
    timeSpan,
    tie("list"),
  ),
  value: fc.oneof(bounded, tie("literal"), tie("literal"), tie("schedule")),
  argument: join(maybe(join(one(name), "=")), tie("value")),
  args: join("(", listed(tie("argument"), 0), ")"),
  primary: fc.oneof(
    bounded,
    one(name),
    one(number),
    join(one(name), maybe(classes), maybe(tie("args"))),
    join("(", tie("schedule"), ")"),
  ),
  selected: fc.oneof(
    tie("primary"),
    join(tie("primary"), many(fc.oneof(classes, join("on", one(name)), join("where", one(name))), 2)),
  ),
  unary: join(maybe(fc.constant(["-"])), tie("selected")),
  product: join(tie("unary"), many(join(one(fc.constantFrom("*", "/")), tie("unary")), 1)),
  sum: join(tie("product"), many(join(one(fc.constantFrom("+", "-")), tie("product")), 2)),
  when: fc.oneof(
    tight(based),
    join(tight(based), "..", tight(end), maybe(one(ease))),
    join(one(fc.constantFrom("plateau", "reaches")), tie("args")),
  ),
  schedule: join(
    tie("sum"),
    // A number, or a name behind one, would be read as part of the moment; a parenthesis keeps the phase apart from it.
    many(join("then", "@", tie("when"), join("(", tie("sum"), ")")), 1),
  ),
}));

const parameter = join(one(name), "=", literal);
const item = fc.oneof(
  join("use", one(string)),
  join(
    "task",
    "{",
    many(join(one(name), ":", literal, many(join(",", literal), 2), maybe(fc.constant([","]))), 3),
    "}",
  ),
  join("param", one(name), "=", literal),
  join("def", one(name), maybe(join("(", listed(parameter, 0), ")")), "=", schedule),
);

export const programTokens: fc.Arbitrary<Tokens> = fc.oneof(
  schedule,
  join(many(item, 4), "minimize", schedule),
  many(item, 3).filter((tokens) => tokens.length > 0),
);

const blank = fc.constantFrom(" ", " ", " ", "\n", "\n\n\n", "\r\n", "\t");
const commented = fc.constantFrom(
  " // note\n",
  " // aside\n\n",
  "\n/// doc\n",
  "\n//! file\n",
  " //// four\r\n",
  "\n//\n",
  "\n\n// apart\n\n",
);

/** A program with blanks, and comments if wanted, between any two tokens. */
export const programs = (comments: boolean): fc.Arbitrary<string> => {
  const space = comments ? fc.oneof({ weight: 6, arbitrary: blank }, { weight: 1, arbitrary: commented }) : blank;
  return programTokens.chain((tokens) =>
    fc
      .array(space, { minLength: tokens.length + 1, maxLength: tokens.length + 1 })
      .map((spaces) => tokens.map((token, i) => spaces[i]! + token).join("") + spaces.at(-1)!),
  );
};
