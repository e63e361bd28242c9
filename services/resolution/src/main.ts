import { runService } from '#libs/service-kit';
import { resolutionSettings } from './resolution.config.js';
import { ResolutionModule } from './resolution.module.js';

await runService(ResolutionModule, resolutionSettings);
