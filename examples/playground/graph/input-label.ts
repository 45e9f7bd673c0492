/** An input as a reader knows it. */
export function inputLabel(op: string): string {
  const [kind, rest] = op.split(":");
  if (kind === "weight") return "w";
  if (kind === "spacing") return `pixel ${rest}`;
  return rest ? `${kind} ${rest}` : op;
}
