// @ts-check
// A thread that helps with kernels. Plain JavaScript: it is loaded by its address, from sources and from the built package alike.

/** The words of control.ts, sent along with the memory. @typedef {Readonly<Record<"open"|"active"|"next"|"count"|"step"|"module"|"entry"|"ready"|"helped"|"parts"|"modules", number>>} Words */

/** How often to poll for the next kernel before going to sleep: kernels of one step follow each other within microseconds, and the first comes after its data have been copied. */
const patience = 60_000;

/** Modules import functions for tables, which the main thread computes: here none of them is called. @param {WebAssembly.Module} module */
const unused = (module) =>
  Object.fromEntries(WebAssembly.Module.imports(module).map(({ name }) => [name, () => Number.NaN]));

/** What a thread is told to begin with. @typedef {{ memory: WebAssembly.Memory, words: Words, cacheLineWords: number, part: number }} Start */

/** @param {Start} start */
function help({ memory, words, cacheLineWords, part }) {
  const control = new Int32Array(memory.buffer);
  /** @type {Map<number, { version: number, instance: WebAssembly.Instance }>} */
  const instances = new Map();

  /** @param {number} module */
  const instanceOf = (module) => {
    const place = words.modules + 3 * module;
    const version = Atomics.load(control, place + 2);
    const known = instances.get(module);
    if (known?.version === version) return known.instance;
    // Addresses beyond 2 GiB are negative as words.
    const address = Atomics.load(control, place) >>> 0;
    const bytes = new Uint8Array(memory.buffer, address, Atomics.load(control, place + 1)).slice();
    const compiled = new WebAssembly.Module(bytes);
    const instance = new WebAssembly.Instance(compiled, { host: { ...unused(compiled), memory } });
    instances.set(module, { version, instance });
    return instance;
  };

  Atomics.add(control, words.ready, 1);
  let done = 0;
  for (;;) {
    const open = Atomics.load(control, words.open);
    if (open === 0 || open === done) {
      let left = patience;
      while (left-- > 0 && Atomics.load(control, words.open) === open);
      if (left < 0) Atomics.wait(control, words.open, open);
      continue;
    }
    // Compiling takes long, so it is done before this thread counts itself as active and others wait for it.
    const module = Atomics.load(control, words.module);
    try {
      instanceOf(module);
    } catch {
      done = open;
      continue;
    }
    Atomics.add(control, words.active, 1);
    if (Atomics.load(control, words.open) === open && Atomics.load(control, words.module) === module) {
      const kernel = /** @type {(begin: number, end: number, thread: number) => void} */ (
        instanceOf(module).exports[`pixels${control[words.entry]}`]
      );
      const count = control[words.count] ?? 0;
      const step = control[words.step] ?? 1;
      const parts = control[words.parts] ?? 1;
      let helped = false;
      for (let k = 0; k < parts; k++) {
        const own = (part + k) % parts;
        const end = Math.floor((count * (own + 1)) / parts);
        const next = words.next + cacheLineWords * own;
        for (let begin = Atomics.add(control, next, step); begin < end; begin = Atomics.add(control, next, step)) {
          kernel(begin, Math.min(begin + step, end), part);
          helped = true;
        }
      }
      if (helped) Atomics.or(control, words.helped, 1 << part);
      done = open;
    }
    if (Atomics.sub(control, words.active, 1) === 1) Atomics.notify(control, words.active);
  }
}

/** @type {{ parentPort: { once(name: "message", listener: (start: Start) => void): void } } | undefined} */
const node = /** @type {any} */ (globalThis).process?.getBuiltinModule?.("node:worker_threads");
if (node?.parentPort) node.parentPort.once("message", help);
else globalThis.addEventListener("message", ({ data }) => help(data), { once: true });
