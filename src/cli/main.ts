#!/usr/bin/env node
import { runCommandLine } from "./commands/program.js";
import { runInProcess, startQuickly } from "./node.js";

startQuickly();
await runInProcess(runCommandLine);
