import { gatherBacklog } from './backlog.js';
import { jumpClock } from './clock.js';
import { fillDisk } from './disk-full.js';
import { holdForeignTransaction } from './foreign-transaction.js';
import { commitLate } from './late-commits.js';
import { restoreCopy } from './restore.js';
import { rollDeploy } from './rolling-deploy.js';
import type { Fault, Of, Outcome, TroubleKind } from './trouble.js';
import { crash, freezeService, kill, leave, replica } from './troubles-of-processes.js';
import {
  brokerFreeze,
  brokerKill,
  brokerRestart,
  endBackends,
  exhaustConnections,
  postgresFreeze,
  postgresRestart,
  spoilLink,
} from './troubles-of-servers.js';
import { duplicates, forgetOffsets, poison } from './troubles-of-the-log.js';
import type { UnderTest } from './under-test.js';

type Perform = { [Kind in TroubleKind]: (system: UnderTest, trouble: Of<Kind>) => Promise<Outcome> };

const PERFORM: Perform = {
  kill,
  crash,
  freeze: freezeService,
  leave,
  replica,
  'broker-kill': brokerKill,
  'broker-restart': brokerRestart,
  'broker-freeze': brokerFreeze,
  'postgres-restart': postgresRestart,
  'postgres-freeze': postgresFreeze,
  connections: exhaustConnections,
  backends: endBackends,
  slow: spoilLink,
  cut: spoilLink,
  'half-open': spoilLink,
  'drop-responses': spoilLink,
  poison,
  duplicates,
  offsets: forgetOffsets,
  'late-commits': commitLate,
  clock: jumpClock,
  backlog: gatherBacklog,
  'disk-full': fillDisk,
  deploy: rollDeploy,
  restore: restoreCopy,
  'foreign-transaction': holdForeignTransaction,
};

/** Lets a fault happen, and ends it when its time is over. */
export function perform(system: UnderTest, fault: Fault): Promise<Outcome> {
  return PERFORM[fault.kind](system, fault as never);
}
