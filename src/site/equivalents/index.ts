import { keras } from "./keras.js";
import { monai } from "./monai.js";
import { odyssey } from "./odyssey.js";
import { smp } from "./smp.js";
import { torch } from "./torch.js";

/** What to write here for what is written there. Every row is run by a test against the value the other library computed. */
export const equivalents = { monai, smp, keras, torch, odyssey } as const;
