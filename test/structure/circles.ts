/**
 * The circles of folders, by the imports between their files. A folder is the files that lie directly in it, except `index.ts` and `main.ts`, which count for
 * themselves: they show the folder to those outside and may join its subfolders, which in turn import files of the folder. Such a file is on a circle only if what it
 * imports leads back to it. A file that lies in `src` itself is a folder of its own.
 */
export const folderCircles = (imports: Iterable<readonly [from: string, to: string]>): string[][] =>
  circles(
    [...imports].map(([from, to]) => [folderOf(from), folderOf(to)] as const).filter(([from, to]) => from !== to),
  );

const folderOf = (file: string) => {
  const folder = file.slice(0, file.lastIndexOf("/"));
  return folder === "src" || /\/(index|main)\.ts$/.test(file) ? file : folder;
};

/**
 * The circles of a directed graph: its strongly connected components of more than one node (Tarjan's algorithm), each sorted, the largest first.
 */
export function circles(edges: Iterable<readonly [from: string, to: string]>): string[][] {
  const targets = new Map<string, Set<string>>();
  for (const [from, to] of edges) {
    const known = targets.get(from);
    if (known) known.add(to);
    else targets.set(from, new Set([to]));
  }

  const found: string[][] = [];
  const number = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const open = new Set<string>();

  const visit = (node: string): void => {
    number.set(node, number.size);
    low.set(node, number.get(node)!);
    stack.push(node);
    open.add(node);
    for (const next of targets.get(node) ?? []) {
      if (!number.has(next)) {
        visit(next);
        low.set(node, Math.min(low.get(node)!, low.get(next)!));
      } else if (open.has(next)) low.set(node, Math.min(low.get(node)!, number.get(next)!));
    }
    if (low.get(node) !== number.get(node)) return;
    const component = stack.splice(stack.indexOf(node));
    for (const member of component) open.delete(member);
    if (component.length > 1) found.push(component.sort());
  };

  for (const node of targets.keys()) if (!number.has(node)) visit(node);
  return found.sort((a, b) => b.length - a.length || (a[0]! < b[0]! ? -1 : 1));
}
