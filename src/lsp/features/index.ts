import type { Feature } from "../feature.js";
import { formatting } from "./formatting.js";

/** Everything a client may ask. */
export const features: readonly Feature[] = [formatting];
