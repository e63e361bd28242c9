import { runService } from '#libs/service-kit';
import { assignmentSettings } from './assignment.config.js';
import { AssignmentModule } from './assignment.module.js';

await runService(AssignmentModule, assignmentSettings);
