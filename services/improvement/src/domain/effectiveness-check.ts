/** One look at the effect of one fix, as it was judged then. */
export interface EffectivenessCheck {
  id: string;
  problemId: string;
  fixTaskId: string;
  cycle: number;
  windowDays: number;
  verdict: 'held' | 'failed' | 'inconclusive';
  before: number;
  after: number;
  movedTo: string | null;
  reason: string;
  judgedAt: Date;
}
