import { constants } from "./constants.js";
import { identities } from "./identities.js";
import { products } from "./products.js";
import { rewriting } from "./rewrite.js";
import { shapes } from "./shapes.js";

/** Identities that hold for real numbers, so that applying them cannot change what a loss means. Each says for which numbers that are none it holds too. */
export const algebra = rewriting("algebra", [...constants, ...identities, ...shapes, ...products]);
