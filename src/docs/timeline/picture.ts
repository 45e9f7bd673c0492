/** What a timeline shows. Between two points of a row its weight moves in a straight line; two points at one time are a jump. */
export interface TimelinePicture {
  readonly title: string;
  readonly unit: "epoch" | "step" | "%";
  /** The right edge; the left one is 0. */
  readonly end: number;
  readonly rows: readonly TimelineRow[];
  /** Where a phase begins. */
  readonly milestones: readonly number[];
}

/** A term and its weight over time. */
export interface TimelineRow {
  readonly label: string;
  readonly points: readonly WeightPoint[];
}

export interface WeightPoint {
  readonly time: number;
  readonly weight: number;
}
