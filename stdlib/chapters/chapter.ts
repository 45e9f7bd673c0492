import type { Group } from "../../src/loss.js";

/** A part of a chapter, or what all losses have in common. */
export interface Section {
  readonly title: string;
  /** Paragraphs, an empty line between them. */
  readonly text: string;
  /** Its first row names the columns. */
  readonly table?: readonly (readonly string[])[];
  /** Programs, each with what it is for. */
  readonly programs?: readonly (readonly [program: string, purpose: string])[];
}

/** A chapter of the reference: what its losses have in common. What is true of one of them alone stands in its own record. */
export interface Chapter {
  /** What a reader asks for: `losslang docs regions`. No loss or recipe has this name. */
  readonly name: string;
  readonly title: string;
  /** The losses it presents. Absent: none. */
  readonly presents?: Group | "recipe";
  /** One paragraph. */
  readonly introduction: string;
  readonly sections: readonly Section[];
}
