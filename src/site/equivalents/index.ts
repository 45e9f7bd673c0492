import { keras } from "./keras.js";
import { monai } from "./monai.js";
import { odyssey } from "./odyssey.js";
import { smp } from "./smp.js";
import { torch } from "./torch.js";

/** Calls of other libraries and the programs that compute the same. A test compares every row with the value the other library computed. */
export const equivalents = { monai, smp, keras, torch, odyssey } as const;
