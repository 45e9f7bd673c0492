import { fix, insert, put, type Repair } from "./situation.js";

/** `use "shared.loss`: a quote where the text ends. */
export const closeString: Repair = ({ diagnostic, written }) => {
  const { span } = diagnostic;
  const end = span.start + written(span).trimEnd().length;
  return [fix('Close it with `"`', put({ ...span, end: span.start + 1 }, '"'), insert(span, end, '"'))];
};
