import { backgroundComplaints } from './background.js';
import { otherKinds } from './other-kinds.js';
import { peopleOfCare } from './people-of-care.js';
import { peopleOfPrinciple } from './people-of-principle.js';
import { peopleWhoObject } from './people-who-object.js';
import { plantedComplaints } from './planted.js';
import type { StoryComplaint } from './story-complaint.js';

/** Everything that customers tell Moonlight in its twenty weeks, in the order of telling. Always the same. */
export function moonlight(): StoryComplaint[] {
  const all = [...backgroundComplaints(), ...plantedComplaints(), ...otherKinds(), ...peopleOfCare(), ...peopleOfPrinciple(), ...peopleWhoObject()];
  return all.toSorted((a, b) => a.registeredAt.getTime() - b.registeredAt.getTime() || (a.told.externalId < b.told.externalId ? -1 : 1));
}

/** The cause that a complaint is closed with; undefined while it is open, withdrawn or no complaint. */
export function causeOf({ steps }: StoryComplaint): string | undefined {
  return steps.reduce<string | undefined>((cause, step) => (step.do === 'close' ? step.causeCode : cause), undefined);
}
