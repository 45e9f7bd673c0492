import { fastestRoutines } from "../../routines/index.js";
import { hostRoutines } from "./routines.js";

/** Routines on the host in their fastest forms: for every backend but the reference. */
export const hostRoutine = hostRoutines(fastestRoutines);
