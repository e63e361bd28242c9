import { runService } from '#libs/service-kit';
import { intakeSettings } from './intake.config.js';
import { IntakeModule } from './intake.module.js';

await runService(IntakeModule, intakeSettings);
