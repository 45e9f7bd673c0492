import { h, icon, icons } from "./element.js";

export type Theme = "light" | "dark";

const key = "losslang-theme";
const preferred = matchMedia("(prefers-color-scheme: dark)");

/** What the reader chose, or else what their system prefers. Storage may be forbidden. */
function remembered(): Theme | undefined {
  try {
    const kept = localStorage.getItem(key);
    return kept === "light" || kept === "dark" ? kept : undefined;
  } catch {
    return undefined;
  }
}

let chosen = remembered();

export const themeNow = (): Theme => chosen ?? (preferred.matches ? "dark" : "light");

/** The button that changes the theme; `onchange` is also told when the system changes. */
export function themeButton(onchange: (theme: Theme) => void): HTMLButtonElement {
  const button = h("button.round", { type: "button" });
  const show = () => {
    const theme = themeNow();
    document.documentElement.dataset.theme = theme;
    button.replaceChildren(icon(theme === "dark" ? icons.sun : icons.moon));
    button.setAttribute("aria-label", theme === "dark" ? "Light colours" : "Dark colours");
    onchange(theme);
  };
  button.addEventListener("click", () => {
    chosen = themeNow() === "dark" ? "light" : "dark";
    try {
      localStorage.setItem(key, chosen);
    } catch {
      // Then it holds for this visit.
    }
    show();
  });
  preferred.addEventListener("change", show);
  show();
  return button;
}
