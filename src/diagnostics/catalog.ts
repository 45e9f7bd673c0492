import type { Severity } from "./diagnostic.js";

/** A sentence with named holes: `` say`unknown loss \`${"name"}\`` `` is a function of `{ name }`. */
export type Prose<H extends string> = ((holes: { readonly [K in H]: string }) => string) & {
  readonly holes: readonly H[];
};

export function say<const H extends string = never>(parts: TemplateStringsArray, ...holes: readonly H[]): Prose<H> {
  const fill = (values: { readonly [K in H]: string }) =>
    parts.reduce((text, part, i) => text + part + (i < holes.length ? values[holes[i]!] : ""), "");
  return Object.assign(fill, { holes });
}

export interface Entry<H extends string> {
  readonly code: string;
  readonly severity: Severity;
  /** Names the mistake. */
  readonly title: string;
  /** Says what is so. */
  readonly message: Prose<H>;
  /** Why it is a mistake and how it comes about, for `losslang explain CODE`. */
  readonly explanation: string;
  /** A program that shows it, and the same put right. Absent where the text alone cannot show it. */
  readonly example?: { readonly wrong: string; readonly right: string };
}

const entry = <H extends string>(e: Entry<H>): Entry<H> => e;

/** Every report losslang can make. Codes are permanent: retire one, never reuse it. 1 text · 2 names · 3 types · 4 time · 5 backends and running. */
export const catalog = {
  unexpectedText: entry({
    code: "L101",
    severity: "error",
    title: "UNEXPECTED TEXT",
    message: say`I was reading ${"context"} and did not expect ${"found"} here.`,
    explanation:
      "The text stops following the grammar at this place. A program is a sum of weighted losses, optionally followed by `then@…` phases; a longer file is a list of items, each opened by `use`, `task`, `param`, `def` or `minimize`.",
    example: { wrong: "dice + * ce", right: "dice + ce" },
  }),
  productOfLosses: entry({
    code: "L310",
    severity: "error",
    title: "PRODUCT OF LOSSES",
    message: say`\`${"left"}\` and \`${"right"}\` are both losses, and losses can be added but not multiplied.`,
    explanation:
      "Losses form a vector space over the numbers: they can be added and scaled. Their product has no unit a weight could balance, and its gradient vanishes as soon as one factor is good.",
    example: { wrong: "dice * ce", right: "dice + ce" },
  }),
};

export type Catalog = typeof catalog;
/** The holes an entry's message must be given. */
export type Holes<E> = E extends Entry<infer H> ? { readonly [K in H]: string } : never;
