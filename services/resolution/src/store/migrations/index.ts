import { Resolution1772000000000 } from './1772000000000-resolution.js';

/** The migrations of this service, oldest first. */
export const resolutionMigrations = [Resolution1772000000000];
