import type { EventOwner } from '#libs/contracts';
import type { Lifecycle } from '#libs/domain-kit';
import type { EventHandler } from '#libs/messaging';
import { readConfig, type AppModule, type AppSettings } from '#libs/service-kit';
import type { z } from 'zod';
import { answerPolicyOf, assignmentSettings } from '../../services/assignment/src/assignment.config.js';
import { AssignmentModule } from '../../services/assignment/src/assignment.module.js';
import { ASSIGNMENT_LIFECYCLE } from '../../services/assignment/src/domain/assignment.js';
import { hears as assignmentHears } from '../../services/assignment/src/handlers/index.js';
import { gatewaySettings } from '../../services/gateway/src/gateway.config.js';
import { GatewayModule } from '../../services/gateway/src/gateway.module.js';
import { FIX_TASK_LIFECYCLE } from '../../services/improvement/src/domain/fix-task.js';
import { PROBLEM_LIFECYCLE } from '../../services/improvement/src/domain/problem.js';
import { hears as improvementHears } from '../../services/improvement/src/handlers/index.js';
import { improvementSettings, rulesOf } from '../../services/improvement/src/improvement.config.js';
import { ImprovementModule } from '../../services/improvement/src/improvement.module.js';
import { COMPLAINT_LIFECYCLE } from '../../services/intake/src/domain/complaint.js';
import { hears as intakeHears } from '../../services/intake/src/handlers/index.js';
import { intakeSettings } from '../../services/intake/src/intake.config.js';
import { IntakeModule } from '../../services/intake/src/intake.module.js';
import { RESOLUTION_LIFECYCLE } from '../../services/resolution/src/domain/resolution.js';
import { hears as resolutionHears } from '../../services/resolution/src/handlers/index.js';
import { resolutionSettings } from '../../services/resolution/src/resolution.config.js';
import { ResolutionModule } from '../../services/resolution/src/resolution.module.js';

/** A service as the generator sees it: described, never started. */
export interface LoopService {
  name: EventOwner | 'gateway';
  /** What it is for, in one line. */
  purpose: string;
  module: AppModule;
  config: AppSettings;
  hears: readonly EventHandler[];
  /** The lifecycles that it owns, each with its first status. */
  lifecycles: readonly (readonly [table: Lifecycle<string, string>, first: string])[];
}

// Nothing listens and nothing is opened: the settings only have to be well-formed.
const ENVIRONMENT = {
  PORT: '0',
  LOG_LEVEL: 'silent',
  DATABASE_URL: 'postgres://nobody@127.0.0.1/none',
  TRACKING_SECRET: 'x'.repeat(32),
  CURSOR_SECRET: 'x'.repeat(32),
  ...Object.fromEntries(['INTAKE', 'ASSIGNMENT', 'RESOLUTION', 'IMPROVEMENT'].map((name) => [`${name}_URL`, 'http://127.0.0.1:1'])),
};

const configOf = <Shape extends z.ZodRawShape>(settings: z.ZodObject<Shape>) => readConfig(settings, ENVIRONMENT);

/** Every service of the loop, in the order in which a complaint meets them. */
export function loopServices(): LoopService[] {
  const intake = configOf(intakeSettings);
  const assignment = configOf(assignmentSettings);
  const resolution = configOf(resolutionSettings);
  const improvement = configOf(improvementSettings);
  return [
    {
      name: 'intake',
      purpose: 'What the customer told us, and what we told the customer.',
      module: IntakeModule,
      config: intake,
      hears: intakeHears,
      lifecycles: [[COMPLAINT_LIFECYCLE, 'registered']],
    },
    {
      name: 'assignment',
      purpose: 'Who works on it, and until when.',
      module: AssignmentModule,
      config: assignment,
      hears: assignmentHears(answerPolicyOf(assignment)),
      lifecycles: [[ASSIGNMENT_LIFECYCLE, 'queued']],
    },
    {
      name: 'resolution',
      purpose: 'What we found, what we offered, how it ended.',
      module: ResolutionModule,
      config: resolution,
      hears: resolutionHears,
      lifecycles: [[RESOLUTION_LIFECYCLE, 'investigating']],
    },
    {
      name: 'improvement',
      purpose: 'Why it keeps happening, and whether the fix worked.',
      module: ImprovementModule,
      config: improvement,
      hears: improvementHears(rulesOf(improvement)),
      lifecycles: [
        [PROBLEM_LIFECYCLE, 'open'],
        [FIX_TASK_LIFECYCLE, 'open'],
      ],
    },
    {
      name: 'gateway',
      purpose: 'The only door, and the screens that need several services.',
      module: GatewayModule,
      config: configOf(gatewaySettings),
      hears: [],
      lifecycles: [],
    },
  ];
}
