type Child = Node | string | undefined | false;
type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** An element: its tag with classes, `button.tool.large`, its attributes and what is in it. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K | `${K}.${string}`,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name!) as HTMLElementTagNameMap[K];
  if (classes.length) element.className = classes.join(" ");
  return filled(element, attributes, children);
}

/** The same for drawings. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function filled<E extends Element>(element: E, attributes: Attributes, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  element.append(...children.filter((child) => child !== undefined && child !== false));
  return element;
}

/** An icon of one stroke, drawn in a square of 24. */
export function icon(path: string): SVGElement {
  const drawing = svg("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" });
  drawing.append(svg("path", { d: path }));
  return drawing;
}

export const icons = {
  play: "M8 5v14l11-7z",
  pause: "M8 5v14M16 5v14",
  undo: "M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
  redo: "m15 14 5-5-5-5M20 9H10a6 6 0 0 0 0 12h3",
  brush: "M4 20c3 0 5-1 5-4l9.5-9.5a2.1 2.1 0 0 0-3-3L6 13c-3 0-3 4-2 7z",
  eraser: "m4 15 9-9a2 2 0 0 1 3 0l3 3a2 2 0 0 1 0 3l-8 8H8zM9 10l6 6M11 20h9",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.5 1.5M17.5 17.5 19 19M5 19l1.5-1.5M17.5 6.5 19 5",
  moon: "M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5z",
  grid: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h6v6h-6z",
  wand: "m5 19 9-9M14 4v3M19 9h-3M18 4l-2 2M9 4v2M19 14h2",
  check: "m5 12 5 5L20 7",
  close: "M6 6l12 12M18 6 6 18",
  format: "M4 6h16M4 12h10M4 18h13",
} as const;
