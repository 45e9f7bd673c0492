import { boundsOf } from "../../check/schemas.js";
import { givenAt, schemaOf } from "./parameter.js";
import { fix, put, type Repair } from "./situation.js";

/** `tversky(alpha=-1)`: the nearest value that is allowed. */
export const clamp: Repair = (situation) => {
  const given = givenAt(situation);
  const number = situation.path.at(-1);
  const schema = given?.argument.name && schemaOf(given.owner, given.argument.name.name);
  if (!schema || number?.kind !== "number") return [];
  const { least, most } = boundsOf(schema);
  const bound =
    least !== undefined && number.value < least ? least : most !== undefined && number.value > most ? most : undefined;
  return bound === undefined ? [] : [fix(`Change to the bound \`${bound}\``, put(number.span, `${bound}`))];
};
