import { asField, asHead, type LossDeclaration, type Request, type View } from "../loss.js";
import type { ProgramTerm, TermInput } from "../program/program.js";

/** What a term of this loss reads: the names of heads and fields are its arguments. */
export function inputsOf(
  { inputs }: Pick<LossDeclaration, "inputs">,
  params: ProgramTerm["params"],
): ProgramTerm["inputs"] {
  const resolved = Object.entries(inputs).flatMap(([name, request]) => {
    const input = inputOf(request, params);
    return input ? [[name, input] as const] : [];
  });
  return Object.fromEntries(resolved);
}

/** Nothing where the parameter that holds the name was left out. */
function inputOf(request: Request, params: ProgramTerm["params"]): TermInput | undefined {
  const [head, field] = [asHead(request), asField(request)];
  if (!head && !field) return { kind: "view", view: request as View };
  const name = params[head?.head ?? field!.field] as string | undefined;
  if (name === undefined) return undefined;
  if (field) return { kind: "field", name, form: field.form };
  const { view, channels } = head!;
  return { kind: "head", name, view, ...(channels && { channels }) };
}
