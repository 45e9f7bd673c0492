import type { FieldForm } from "../graph/views.js";
import { asField, asHead, type LossDeclaration } from "../loss.js";
import type { ProgramTerm } from "../program/program.js";

/** A further head that a term reads, by the name its argument holds. */
export interface HeadInput {
  readonly name: string;
  /** Axes of space, one, or (absent) one or a channel for each class. */
  readonly channels?: "space" | "one";
}

/** A further tensor that a term reads, by the name its argument holds. */
export interface FieldInput {
  readonly name: string;
  readonly form: FieldForm;
  /** Of the term. */
  readonly label: string;
}

/** What a term reads beside prediction, target and mask. */
export interface TermInputs {
  readonly heads: readonly HeadInput[];
  readonly fields: readonly FieldInput[];
}

/** Views that mean a prediction as a segmentation. */
export const classViews: ReadonlySet<string> = new Set([
  "logits",
  "probabilities",
  "log_probabilities",
  "log_complement",
]);

/** The name an argument holds; none where the parameter was left out. */
export const argumentName = ({ params }: Pick<ProgramTerm, "params">, parameter: string): string | undefined =>
  params[parameter] as string | undefined;

/** What a term of this loss reads, from its declaration and its arguments. */
export function termInputs(term: ProgramTerm, loss: LossDeclaration): TermInputs {
  const requests = Object.values(loss.inputs);
  return {
    heads: requests.flatMap((request) => {
      const head = asHead(request);
      const name = head && argumentName(term, head.head);
      return name === undefined ? [] : [{ name, ...(head?.channels && { channels: head.channels }) }];
    }),
    fields: requests.flatMap((request) => {
      const field = asField(request);
      const name = field && argumentName(term, field.field);
      return name === undefined ? [] : [{ name, form: field!.form, label: term.label }];
    }),
  };
}
