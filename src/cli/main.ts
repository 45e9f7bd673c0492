#!/usr/bin/env node
import { runInProcess, startQuickly } from "./node.js";
import { runCommandLine } from "./program.js";

startQuickly();
await runInProcess(runCommandLine);
