import type { Feature } from "../feature.js";
import { formatting } from "./formatting.js";
import { navigation } from "./navigation.js";
import { outline } from "./outline.js";
import { rename } from "./rename.js";
import { tokens } from "./tokens.js";

/** Everything a client may ask. */
export const features: readonly Feature[] = [navigation, rename, outline, tokens, formatting];
