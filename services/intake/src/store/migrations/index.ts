import { Intake1710000000000 } from './1710000000000-intake.js';

export const intakeMigrations = [Intake1710000000000];
