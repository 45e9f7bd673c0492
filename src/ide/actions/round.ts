import { fix, put, type Repair } from "./situation.js";

/** `dice[1.5]`: the whole numbers next to it. */
export const round: Repair = ({ diagnostic, written }) => {
  const { span } = diagnostic;
  const [, unit = "", digits = ""] = /^([a-z]*)(.*)$/.exec(written(span)) ?? [];
  const value = Number(digits);
  if (!Number.isFinite(value) || value > Number.MAX_SAFE_INTEGER) return [];
  const near = [...new Set([Math.floor(value), Math.ceil(value)])];
  return near.map((whole) => fix(`Change to \`${unit}${whole}\``, put(span, `${unit}${whole}`)));
};
