import { defaultOf } from "../../check/schemas.js";
import { literalText as spelt } from "../../describe/parameters.js";
import { dispensable, givenAt, schemaOf } from "./parameter.js";
import { withoutArgument } from "./pieces.js";
import { fix, type Repair } from "./situation.js";

/** An argument goes; what it set is then as it is by default, which the title tells. */
export const removeArgument: Repair = (situation) => {
  const given = givenAt(situation);
  if (!given || !dispensable(given)) return [];
  const { call, argument, owner } = given;
  const name = argument.name?.name;
  const schema = name === undefined ? undefined : schemaOf(owner, name);
  const fallback = schema && defaultOf(schema);
  const title = name === undefined ? "Remove the argument" : `Leave out \`${name}\``;
  const told = fallback === undefined ? "" : ` (by default ${spelt(fallback)})`;
  return [fix(`${title}${told}`, withoutArgument(call, argument, situation.module.source.text))];
};
