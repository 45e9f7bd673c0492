const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text as it must be written in HTML and SVG, in an element or in an attribute. */
export const escaped = (text: string): string => text.replace(/[&<>"]/g, (c) => entities[c]!);

/** A number with at most three significant digits. */
export const threeDigits = (x: number): string => `${Number(x.toPrecision(3))}`.replace("-", "−");
