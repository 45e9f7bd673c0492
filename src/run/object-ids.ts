const ids = new WeakMap<object, number>();
let count = 0;

/** A number that identifies an object: no other object has it, or ever had it. */
export function objectId(object: object): number {
  const known = ids.get(object);
  if (known !== undefined) return known;
  ids.set(object, ++count);
  return count;
}
