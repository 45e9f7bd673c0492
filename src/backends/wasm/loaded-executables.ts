import type { Executable } from "./executable.js";

/** Most executables that a process keeps, for all of its losses and shapes together: as many as ten programs of some phases have for some sizes of images. */
const most = 256;

/** All executables of a process, the least recently used first, with what makes each forgotten where it is kept. */
const all = new Map<Executable, () => void>();

/** Notes that an executable is used now. Where there are too many, the one that has not been used for longest goes. */
export function useExecutable(executable: Executable, forget: () => void): void {
  all.delete(executable);
  all.set(executable, forget);
  const [oldest] = all.keys();
  if (all.size > most && oldest) dropExecutable(oldest);
}

/** Frees an executable. It is compiled again when it is needed again. */
export function dropExecutable(executable: Executable): void {
  const forget = all.get(executable);
  if (!forget) return;
  all.delete(executable);
  forget();
  executable.dispose();
}

/** Frees all: whether there were any. */
export function dropAllExecutables(): boolean {
  const executables = [...all.keys()];
  for (const executable of executables) dropExecutable(executable);
  return executables.length > 0;
}

/** How many executables are kept. */
export const executablesLoaded = (): number => all.size;
