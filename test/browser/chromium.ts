import { existsSync } from "node:fs";

/** The Chromium of the system, if there is one: tests in a browser are left out without. */
export const systemChromium = ["/usr/bin/chromium", "/usr/bin/google-chrome"].find(existsSync);
