import type { Node } from "../../../graph/ops.js";
import { type Shader, workgroupSize } from "./shader.js";

/** Tensors that one kernel copies. */
export const copyAtOnce = 6;

/** Lines that copy tensors into the workspace. */
export function writeCopies(
  shader: Shader,
  nodes: readonly Node[],
  entries: readonly number[],
  starts: readonly number[],
): string[] {
  return [
    "let group = i32((workgroupId.z * numWorkgroups.y + workgroupId.y) * numWorkgroups.x + workgroupId.x);",
    `let e = group * ${workgroupSize} + i32(localIndex);`,
    ...nodes.map(
      (node, k) => `if (e < ${entries[k]}) { result[${shader.place(starts[k]!)} + e] = ${shader.entry(node, "e")}; }`,
    ),
  ];
}
