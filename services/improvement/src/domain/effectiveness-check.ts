/** One look at the effect of one fix, as it was judged then. */
export interface EffectivenessCheck {
  id: string;
  problemId: string;
  fixTaskId: string;
  cycle: number;
  /** 1 for the first stretch of days after the fix, 2 for the next. */
  look: number;
  windowDays: number;
  verdict: 'held' | 'failed' | 'inconclusive';
  before: number;
  after: number;
  movedTo: string | null;
  reason: string;
  judgedAt: Date;
}
