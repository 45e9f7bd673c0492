import type { Code } from "../../../wasm/encode/code.js";

/** Pushes an address. */
type Address = () => void;

type Lanes = readonly [number, number, number, number];

/** Lanes of two vectors, 0–3 of the first and 4–7 of the second, in a local of their own. */
function mixed(code: Code, a: number, b: number, lanes: Lanes): number {
  const local = code.local("v128");
  code
    .get(a)
    .get(b)
    .shuffle(...lanes)
    .set(local);
  return local;
}

const transpose = (code: Code, rows: readonly number[]): number[] => {
  const [r0, r1, r2, r3] = rows as [number, number, number, number];
  const [t0, t1] = [mixed(code, r0, r1, [0, 4, 1, 5]), mixed(code, r2, r3, [0, 4, 1, 5])];
  const [t2, t3] = [mixed(code, r0, r1, [2, 6, 3, 7]), mixed(code, r2, r3, [2, 6, 3, 7])];
  return [
    mixed(code, t0, t1, [0, 1, 4, 5]),
    mixed(code, t0, t1, [2, 3, 6, 7]),
    mixed(code, t2, t3, [0, 1, 4, 5]),
    mixed(code, t2, t3, [2, 3, 6, 7]),
  ];
};

/** Reads four pixels of so many interleaved classes: a local for each class, the pixels in its lanes. */
export function loadInterleaved(code: Code, address: Address, classes: number, offset: number): number[] {
  const vector = (at: number) => {
    const local = code.local("v128");
    address();
    code.at("v128.load", offset + at).set(local);
    return local;
  };
  if (classes === 1) return [vector(0)];
  const lanesOf = (a: number, b: number, lanes: Lanes) => mixed(code, a, b, lanes);
  if (classes === 2) {
    const [a, b] = [vector(0), vector(16)];
    return [lanesOf(a, b, [0, 2, 4, 6]), lanesOf(a, b, [1, 3, 5, 7])];
  }
  if (classes === 3) {
    const [a, b, c] = [vector(0), vector(16), vector(32)];
    return [
      lanesOf(lanesOf(a, b, [0, 3, 6, 6]), c, [0, 1, 2, 5]),
      lanesOf(lanesOf(a, b, [1, 4, 7, 7]), c, [0, 1, 2, 6]),
      lanesOf(lanesOf(a, b, [2, 5, 5, 5]), c, [0, 1, 4, 7]),
    ];
  }
  const found: number[] = [];
  const whole = classes - (classes % 4);
  for (let c = 0; c < whole; c += 4)
    found.push(
      ...transpose(
        code,
        [0, 1, 2, 3].map((pixel) => vector(4 * (pixel * classes + c))),
      ),
    );
  for (let c = whole; c < classes; c++) {
    const local = code.local("v128");
    address();
    code.at("v128.load32_zero", offset + 4 * c).set(local);
    for (let pixel = 1; pixel < 4; pixel++) {
      address();
      code
        .get(local)
        .loadLane(pixel, offset + 4 * (pixel * classes + c))
        .set(local);
    }
    found.push(local);
  }
  return found;
}

/** Writes four pixels of so many classes, interleaved. `push` puts the vector of a class on the stack. */
export function storeInterleaved(code: Code, address: Address, classes: number, push: (c: number) => void): void {
  const local = (c: number) => {
    const made = code.local("v128");
    push(c);
    code.set(made);
    return made;
  };
  const store = (at: number, value: () => void) => {
    address();
    value();
    code.at("v128.store", at);
  };
  if (classes === 1) {
    store(0, () => push(0));
    return;
  }
  if (classes === 2) {
    const [a, b] = [local(0), local(1)];
    store(0, () => code.get(a).get(b).shuffle(0, 4, 1, 5));
    store(16, () => code.get(a).get(b).shuffle(2, 6, 3, 7));
    return;
  }
  const whole = classes - (classes % 4);
  for (let c = 0; c < whole; c += 4)
    transpose(
      code,
      [0, 1, 2, 3].map((k) => local(c + k)),
    ).forEach((row, pixel) => {
      store(4 * (pixel * classes + c), () => code.get(row));
    });
  for (let c = whole; c < classes; c++) {
    const value = local(c);
    for (let pixel = 0; pixel < 4; pixel++) {
      address();
      code.get(value).storeLane(pixel, 4 * (pixel * classes + c));
    }
  }
}
