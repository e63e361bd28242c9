import { startFoundations } from './foundations.mjs';

export default (globalConfig, projectConfig) => startFoundations('.int.spec.ts', globalConfig, projectConfig);
