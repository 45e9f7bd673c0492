import type { Severity } from "../diagnostic.js";

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

export const entry = <H extends string>(e: Entry<H>): Entry<H> => e;
