import type { Column } from "../table.js";

/** A table as data: for the terminal or for a page of Markdown. */
export interface Sheet {
  readonly title: string;
  readonly heads: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

/** Three significant digits: what a measurement is good for. */
export const short = (x: number): string => String(Number(x.toPrecision(3)));

/** A figure beside what it is to reach. */
export const judged = (text: string, bar: string, met: boolean): string => `${text} (${bar}) ${met ? "met" : "missed"}`;

export const numbers = (title: string): Column => ({ title, right: true });
