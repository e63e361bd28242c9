import { startFoundations } from './foundations.mjs';

export default (globalConfig, projectConfig) => startFoundations('.e2e.spec.ts', globalConfig, projectConfig);
