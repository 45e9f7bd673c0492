import { Failure, type Host } from "../../src/cli/host.js";
import type { System } from "../../src/cli/system.js";

/** A computer with no other program on it. */
export const bareMachine: System = {
  facts: () => ({ processor: "Abacus", cores: 2, memory: 1, system: "wood", node: "v0", load: 0 }),
  variable: () => undefined,
  run: async () => undefined,
  losslang: ["losslang"],
  beside: (path) => `/package/${path}`,
};

/** A machine in memory: files go in, what was printed and written comes out. */
export interface Memory extends Host {
  readonly files: Map<string, string | Uint8Array>;
  printed(): string;
  complained(): string;
}

export function memoryHost(
  files: Record<string, string | Uint8Array> = {},
  options: { terminal?: boolean; input?: string; machine?: System } = {},
): Memory {
  const disk = new Map(Object.entries(files));
  const [out, err]: [string[], string[]] = [[], []];
  const stream = (to: string[]) => ({
    write: (text: string) => void to.push(text),
    terminal: options.terminal ?? false,
    color: false,
    width: 80,
  });
  const at = (path: string) => {
    const content = disk.get(path);
    if (content === undefined) throw new Failure(`I cannot read \`${path}\`: there is no such file or folder.`);
    return content;
  };
  return {
    out: stream(out),
    err: stream(err),
    version: "9.9.9",
    debug: false,
    files: disk,
    printed: () => out.join(""),
    complained: () => err.join(""),
    exists: (path) => disk.has(path),
    readText: (path) => {
      const content = at(path);
      return typeof content === "string" ? content : new TextDecoder().decode(content);
    },
    readBytes: (path) => {
      const content = at(path);
      return typeof content === "string" ? new TextEncoder().encode(content) : content;
    },
    listFolder: (path) => {
      const inside = [...disk.keys()].filter((name) => name.startsWith(`${path}/`));
      if (!inside.length) throw new Failure(`I cannot read \`${path}\`: there is no such file or folder.`);
      const names = new Map(
        inside.map((name) => {
          const [first, ...more] = name.slice(path.length + 1).split("/");
          return [first!, more.length ? "folder" : "file"] as const;
        }),
      );
      return [...names].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, kind]) => ({ name, kind }));
    },
    onInterrupt: () => () => undefined,
    write: (path, content) => void disk.set(path, content),
    append: (path, content) => void disk.set(path, `${disk.get(path) ?? ""}${content}`),
    readInput: async () => options.input ?? "",
    serveEditor: () => Promise.reject(new Error("there is no editor")),
    readUsed: (path, from) => {
      const folder = from.split("/").slice(0, -1);
      const content = at([...folder, path.replace(/^\.\//, "")].join("/"));
      return String(content);
    },
    system: options.machine ?? bareMachine,
  };
}
