import { runService } from '#libs/service-kit';
import { improvementSettings } from './improvement.config.js';
import { ImprovementModule } from './improvement.module.js';

await runService(ImprovementModule, improvementSettings);
