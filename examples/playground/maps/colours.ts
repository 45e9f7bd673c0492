/** Colours of pictures; pages change theirs with the theme, canvases are told. */

export type Rgb = readonly [red: number, green: number, blue: number];

export interface Palette {
  /** From the most negative over 0, in the middle, to the most positive: blue and orange, which all people tell apart. */
  readonly diverging: readonly Rgb[];
  /** Background and the painted classes. */
  readonly classes: readonly Rgb[];
}

const rgb = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
const all = (...hexes: string[]) => hexes.map(rgb);

/** After ColorBrewer's Blues and Oranges; on dark paper 0 is dark, and what matters is bright. */
export const palettes: Readonly<Record<"light" | "dark", Palette>> = {
  light: {
    diverging: all(
      "#08306b",
      "#08519c",
      "#2f7fbf",
      "#7db4dc",
      "#c9dff0",
      "#f8f7f4",
      "#fdd9b0",
      "#fdab66",
      "#f07818",
      "#bf4a02",
      "#7a2c03",
    ),
    classes: all("#f4f2ee", "#157a5b", "#a23b8f", "#b98800"),
  },
  dark: {
    diverging: all(
      "#d3e8ff",
      "#8cc2fb",
      "#4a96e6",
      "#2468ad",
      "#1a3f66",
      "#171a20",
      "#5c3210",
      "#a3560f",
      "#e8811c",
      "#ffb566",
      "#ffe6c7",
    ),
    classes: all("#1b1f26", "#38c592", "#e07bd0", "#efc143"),
  },
};

/** A colour of a scale, from 0 to 1, between its nearest stops. */
export function colourAt(scale: readonly Rgb[], at: number): Rgb {
  const place = Math.max(0, Math.min(1, at)) * (scale.length - 1);
  const [low, part] = [
    Math.min(scale.length - 2, Math.floor(place)),
    place - Math.min(scale.length - 2, Math.floor(place)),
  ];
  return mixed(scale[low]!, scale[low + 1]!, part);
}

export const mixed = (a: Rgb, b: Rgb, part: number): Rgb => [
  a[0] + (b[0] - a[0]) * part,
  a[1] + (b[1] - a[1]) * part,
  a[2] + (b[2] - a[2]) * part,
];

export const css = (colour: Rgb): string => `rgb(${colour.map(Math.round).join(" ")})`;
