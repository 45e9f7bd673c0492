import type { Feature } from "../protocol/feature.js";
import { codeActionFeature } from "./actions.js";
import { completionFeature } from "./completion.js";
import { formattingFeature } from "./formatting.js";
import { hoverFeature } from "./hover.js";
import { inlayHintFeature } from "./inlays.js";
import { navigationFeature } from "./navigation.js";
import { outlineFeature } from "./outline.js";
import { renameFeature } from "./rename.js";
import { signatureFeature } from "./signatures.js";
import { semanticTokenFeature } from "./tokens.js";

/** Everything a client may ask. */
export const features: readonly Feature[] = [
  hoverFeature,
  completionFeature,
  signatureFeature,
  navigationFeature,
  renameFeature,
  outlineFeature,
  semanticTokenFeature,
  inlayHintFeature,
  formattingFeature,
  codeActionFeature,
];
