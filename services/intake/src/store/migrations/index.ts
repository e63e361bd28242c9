import { Intake1710000000000 } from './1710000000000-intake.js';
import { Reopenings1710000100000 } from './1710000100000-reopenings.js';
import { OnePersonPerPhone1710000200000 } from './1710000200000-one-person-per-phone.js';
import { Contacts1710000300000 } from './1710000300000-contacts.js';

export const intakeMigrations = [Intake1710000000000, Reopenings1710000100000, OnePersonPerPhone1710000200000, Contacts1710000300000];
