import { runService } from '#libs/service-kit';
import { intakeConfig } from './intake.config.js';
import { IntakeModule } from './intake.module.js';

await runService(IntakeModule, intakeConfig());
