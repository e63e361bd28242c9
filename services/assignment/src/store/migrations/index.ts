import { AssignmentsAndAgents1767225600000 } from './1767225600000-assignments-and-agents.js';
import { QueueByNeed1767225700000 } from './1767225700000-queue-by-need.js';
import { Withdrawals1767225800000 } from './1767225800000-withdrawals.js';
import { PastWork1767225900000 } from './1767225900000-past-work.js';

/** In the order in which they run; only ever added to. */
export const migrations = [AssignmentsAndAgents1767225600000, QueueByNeed1767225700000, Withdrawals1767225800000, PastWork1767225900000];
