import { isFree, type RoutableAgent } from './agent.js';
import type { Assignment, QueueReason } from './assignment.js';

/** What a complaint asks of the one who handles it. */
export type Need = Pick<Assignment, 'product' | 'language' | 'priority' | 'needsCare' | 'historical' | 'releasedBy'>;

/** The agent who gets the complaint, or why it has to wait. */
export type Choice = { agent: RoutableAgent } | { agent: null; reason: Exclude<QueueReason, 'released'> };

/** Takes every product: written as a skill, or meant by naming none at all. */
const EVERY_PRODUCT = '*';

/**
 * Who gets this complaint: whoever can handle it, has room, and has the least to do.
 * `preferred` (who had it before) comes first when free; people who need care only ever reach a specialist,
 * and what is urgent goes to one when one is free. The result depends on nothing but its arguments.
 */
export function chooseAgent(agents: readonly RoutableAgent[], need: Need, preferred?: string | null): Choice {
  return chooseAmong(
    agents.filter((agent) => canHandle(agent, need)),
    need,
    preferred,
  );
}

/** The same choice among those who are already known to be able to handle it. */
export function chooseAmong(suitable: readonly RoutableAgent[], need: Need, preferred?: string | null): Choice {
  const free = suitable.filter((agent) => isFree(agent, need) && !need.releasedBy.includes(agent.id));
  const same = free.find((agent) => agent.id === preferred);
  if (same) return { agent: same };
  const specialists = need.priority === 'urgent' ? free.filter((agent) => agent.care) : [];
  const [first, ...others] = specialists.length > 0 ? specialists : free;
  if (first) return { agent: others.reduce((least, agent) => (byLeastLoaded(agent, least) < 0 ? agent : least), first) };
  return { agent: null, reason: suitable.length > 0 ? 'no-agent-available' : 'no-suitable-agent' };
}

/** Does the agent speak the language, know the product, and have the training for people who need care? */
export function canHandle(agent: RoutableAgent, need: Pick<Need, 'product' | 'language' | 'needsCare'>): boolean {
  const knowsProduct = takesEveryProduct(agent) || agent.skills.includes(need.product) || agent.teamSkills.includes(need.product);
  return knowsProduct && agent.languages.includes(need.language) && (agent.care || !need.needsCare);
}

/** Is there no product that the agent does not know, by a star or because neither they nor their team name any? */
export function takesEveryProduct({ skills, teamSkills }: Pick<RoutableAgent, 'skills' | 'teamSkills'>): boolean {
  return skills.length + teamSkills.length === 0 || skills.includes(EVERY_PRODUCT) || teamSkills.includes(EVERY_PRODUCT);
}

/** Least of their capacity used, then longest without a new one, then id: two runs choose alike. */
function byLeastLoaded(a: RoutableAgent, b: RoutableAgent): number {
  const load = a.openCount * Math.max(b.capacity, 1) - b.openCount * Math.max(a.capacity, 1);
  return load || a.lastTurn - b.lastTurn || (a.id < b.id ? -1 : 1);
}
