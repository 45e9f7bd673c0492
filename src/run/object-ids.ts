const numbers = new WeakMap<object, number>();
let count = 0;

/** A number that an object has and no other ever had. */
export function objectId(object: object): number {
  const known = numbers.get(object);
  if (known !== undefined) return known;
  numbers.set(object, ++count);
  return count;
}
