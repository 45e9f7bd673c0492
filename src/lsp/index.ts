export type { Disk, LanguageHost } from "./host.js";
export { serve } from "./server.js";
export type { Settings } from "./settings.js";
