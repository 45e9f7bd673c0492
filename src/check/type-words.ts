import { oneOf } from "../diagnostics/nearest.js";
import { choicesOf, type ParameterType } from "../parameters.js";

/** The kind of value a parameter takes, for reports: `a number`, `` `a` or `b` ``, `a list of whole numbers`. */
export function describeType(type: ParameterType): string {
  switch (type.kind) {
    case "number":
      return type.whole ? "a whole number" : "a number";
    case "boolean":
      return "`true` or `false`";
    case "text":
      return "a text";
    case "name":
      return `the name of a ${type.of}`;
    case "choice":
      return choicesOf(type).length > 0 ? oneOf([...choicesOf(type)]) : "another kind of value";
    case "list":
      return `a list of ${plural(describeType(type.of))}`;
    case "tuple":
      return "a list of fixed length";
    case "either":
      return type.types.map(describeType).join(" or ");
    case "other":
      return "another kind of value";
  }
}

const plural = (singular: string): string => {
  if (singular.startsWith("a list of")) return singular.replace("a list", "lists");
  return singular.startsWith("a ") ? `${singular.slice(2)}s` : singular;
};
