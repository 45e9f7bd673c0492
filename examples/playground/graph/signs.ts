/** An operation in a sign, for graphs too large for words. */
const signs: Readonly<Record<string, string>> = {
  ...{ add: "+", sub: "−", mul: "×", div: "÷", neg: "−", abs: "|x|", sign: "±", pow: "xʸ", sqrt: "√" },
  ...{ exp: "eˣ", log: "ln", log1p: "ln₁", max: "max", min: "min", select: "?", less: "<", lessEqual: "≤", equal: "=" },
  ...{ sigmoid: "σ", softplus: "s₊", relu: "x₊", softmax: "sm", logSoftmax: "lsm", logSumExp: "lse", detach: "⊣" },
  ...{ sum: "Σ", reduceMax: "⋁", reduceMin: "⋀", spread: "⇉", take: "[ ]", put: "][", shift: "→", unshift: "←" },
  ...{ window: "▢", convolve: "∗", gather: "⇡", scatter: "⇣", result: "·", index: "i", vector: "v", floor: "⌊⌋" },
};

export const operationSign = (op: string): string => signs[op] ?? op;

/** An input as a reader knows it. */
export function inputLabel(op: string): string {
  const [kind, rest] = op.split(":");
  if (kind === "weight") return "w";
  if (kind === "spacing") return `pixel ${rest}`;
  return rest ? `${kind} ${rest}` : op;
}
