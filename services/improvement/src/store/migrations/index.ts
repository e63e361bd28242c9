import { Causes1700000001000 } from './1700000001000-causes.js';
import { Problems1700000002000 } from './1700000002000-problems.js';
import { OneWayToASeries1700000003000 } from './1700000003000-one-way-to-a-series.js';

/** Improvement's own migrations, oldest first. */
export const improvementMigrations = [Causes1700000001000, Problems1700000002000, OneWayToASeries1700000003000];
