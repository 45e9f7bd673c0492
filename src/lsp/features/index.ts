import type { Feature } from "../feature.js";
import { actions } from "./actions.js";
import { completion } from "./completion.js";
import { formatting } from "./formatting.js";
import { hover } from "./hover.js";
import { inlays } from "./inlays.js";
import { navigation } from "./navigation.js";
import { outline } from "./outline.js";
import { rename } from "./rename.js";
import { signatures } from "./signatures.js";
import { tokens } from "./tokens.js";

/** Everything a client may ask. */
export const features: readonly Feature[] = [
  hover,
  completion,
  signatures,
  navigation,
  rename,
  outline,
  tokens,
  inlays,
  formatting,
  actions,
];
