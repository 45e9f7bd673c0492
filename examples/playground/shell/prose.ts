import { h } from "./element.js";

/** Text in which what stands between backticks is code. */
export const proseWithCode = (text: string): (HTMLElement | string)[] =>
  text
    .split(/(`[^`]+`)/)
    .filter(Boolean)
    .map((part) => (/^`.*`$/.test(part) ? h("code", {}, part.slice(1, -1)) : part));
