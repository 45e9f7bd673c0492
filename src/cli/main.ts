#!/usr/bin/env node
import { runInProcess, startQuickly } from "./node.js";
import { run } from "./program.js";

startQuickly();
await runInProcess(run);
