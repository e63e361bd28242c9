import { Intake1710000000000 } from './1710000000000-intake.js';
import { Reopenings1710000100000 } from './1710000100000-reopenings.js';

export const intakeMigrations = [Intake1710000000000, Reopenings1710000100000];
