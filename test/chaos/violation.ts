/** The promises of EVENTS that a run can break. */
export type Invariant = 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8' | 'I9' | 'I10' | 'I11' | 'I12';

/** A promise that was broken, and what it is about. */
export interface Violation {
  invariant: Invariant;
  what: string;
  /** Whose history shows it. */
  key?: string;
}
