import { ComplaintAssigned } from '#libs/contracts';
import { handles } from '#libs/messaging';
import { openInvestigation } from '../commands/open-investigation.js';

/** Whoever is responsible starts finding out what happened. */
export const onComplaintAssigned = handles(ComplaintAssigned, 'resolution.open-investigation', (work, { data }) => openInvestigation(work, data));
