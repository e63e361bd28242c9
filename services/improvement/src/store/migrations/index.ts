import { Causes1700000001000 } from './1700000001000-causes.js';
import { Problems1700000002000 } from './1700000002000-problems.js';

/** Improvement's own migrations, oldest first. */
export const improvementMigrations = [Causes1700000001000, Problems1700000002000];
