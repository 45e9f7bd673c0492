/** A line as a terminal shows it: what is printed and how many columns each character takes. */
export interface Cell {
  readonly text: string;
  readonly width: number;
  /** The UTF-16 offset in the line. */
  readonly offset: number;
}

const tabStop = 4;

/** Marks that sit on the character before them, joiners and the like. */
const invisible = /^[\p{Mn}\p{Me}\p{Cf}]$/u;

/** Blocks whose characters take two columns (East Asian Width W and F, and emoji). */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1faff],
  [0x20000, 0x3fffd],
];

function widthOf(character: string): number {
  if (invisible.test(character)) return 0;
  const code = character.codePointAt(0)!;
  return wide.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}

/**
 * A character that would move the cursor, colour the screen or turn the direction of what follows is shown by its picture or its number, a half of a
 * surrogate pair by the replacement sign.
 */
function visible(character: string): string {
  const code = character.codePointAt(0)!;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return "\u2421";
  if (turns.test(character)) return `U+${code.toString(16).toUpperCase()}`;
  return (code >= 0x80 && code < 0xa0) || (code >= 0xd800 && code < 0xe000) ? "\ufffd" : character;
}

/** Marks that turn the direction of text, and the separators that some terminals take for line breaks. */
const turns = /^[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]$/;

const unseen =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|[\ud800-\udfff]/gu;

/** A text in which everything can be seen that a terminal or an editor would act on; line breaks stay. */
export const visibleText = (text: string): string => text.replace(unseen, visible);

/** The cells of one line; tabs become spaces up to the next stop. */
export function cellsOf(line: string): Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  let offset = 0;
  for (const character of line) {
    const shown = visible(character);
    const width =
      character === "\t" ? tabStop - (column % tabStop) : shown.length > 2 ? shown.length : widthOf(character);
    cells.push({ text: character === "\t" ? " ".repeat(width) : shown, width, offset });
    column += width;
    offset += character.length;
  }
  return cells;
}

export const widthOfAll = (cells: readonly Cell[]): number => cells.reduce((sum, cell) => sum + cell.width, 0);
export const textOfAll = (cells: readonly Cell[]): string => cells.map((cell) => cell.text).join("");
