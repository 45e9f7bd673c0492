#!/usr/bin/env node
import { runInProcess } from "./node.js";
import { run } from "./program.js";

await runInProcess(run);
