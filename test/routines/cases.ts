import { readFileSync } from "node:fs";

/** Values printed by scipy, and what the two published losses make of them. */
export interface DistanceCase {
  readonly id: string;
  readonly shape: number[];
  readonly sampling: number[] | null;
  readonly mask: number[];
  readonly inside: number[];
  readonly outside: number[];
  readonly hausdorff_field: number[];
  readonly signed_boundary: number[];
}

/** Pairs of birth and death; `null` never dies. */
export type Diagram = readonly (readonly [birth: number, death: number | null])[];

type Diagrams = Readonly<Record<number, Diagram>>;

/** Values printed by gudhi. */
export interface PersistenceCase {
  readonly id: string;
  readonly shape: readonly number[];
  readonly image: number[];
  readonly vertex: Diagrams;
  readonly top: Diagrams;
  /** Pairs of birth and death pixel for the features that die, dimension by dimension, and the pixels of those that do not. */
  readonly top_critical_cells: { readonly regular: [number, number][][]; readonly essential: number[][] };
  readonly binary_mask: number[];
  readonly binary_vertex: Diagrams;
  readonly binary_top: Diagrams;
  readonly "betti_at_0.5_vertex": number[];
  readonly "betti_at_0.5_top": number[];
}

function read(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`./cases/${name}.json`, import.meta.url), "utf8"));
}

export const distanceCases = read("edt").cases_edt as DistanceCase[];
const homology = read("persistence").cases_persistence as PersistenceCase[];
export const imageCases = homology.filter((c) => c.shape.length === 2);
export const volumeCases = homology.filter((c) => c.shape.length === 3);
