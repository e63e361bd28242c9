import { isFree, type RoutableAgent } from './agent.js';
import type { Assignment } from './assignment.js';

/** What a complaint asks of the one who handles it. */
export type Need = Pick<Assignment, 'product' | 'language' | 'priority' | 'needsCare' | 'historical' | 'releasedBy'>;

/** The agent who gets the complaint, or why it has to wait. */
export type Choice = { agent: RoutableAgent } | { agent: null; reason: 'no-agent-available' | 'no-suitable-agent' };

/** Takes every product: written as a skill, or meant by naming none at all. */
const EVERY_PRODUCT = '*';

/**
 * Who gets this complaint: whoever can handle it, has room, and has the least to do.
 * `preferred` (who had it before) comes first when free; people who need care only ever reach a specialist,
 * and what is urgent goes to one when one is free. The result depends on nothing but its arguments.
 */
export function chooseAgent(agents: readonly RoutableAgent[], need: Need, preferred?: string | null): Choice {
  const suitable = agents.filter((agent) => canHandle(agent, need));
  const free = suitable.filter((agent) => isFree(agent, need) && !need.releasedBy.includes(agent.id));
  const same = free.find((agent) => agent.id === preferred);
  if (same) return { agent: same };
  const specialists = free.filter((agent) => agent.care);
  const choice = need.priority === 'urgent' && specialists.length > 0 ? specialists : free;
  const agent = [...choice].sort(byLeastLoaded)[0];
  if (agent) return { agent };
  return { agent: null, reason: suitable.length > 0 ? 'no-agent-available' : 'no-suitable-agent' };
}

/** Does the agent speak the language, know the product, and have the training for people who need care? */
export function canHandle(agent: RoutableAgent, need: Pick<Need, 'product' | 'language' | 'needsCare'>): boolean {
  const skills = [...agent.teamSkills, ...agent.skills];
  const knowsProduct = skills.length === 0 || skills.includes(EVERY_PRODUCT) || skills.includes(need.product);
  return knowsProduct && agent.languages.includes(need.language) && (agent.care || !need.needsCare);
}

/** Least of their capacity used, then longest without a new one, then id: two runs choose alike. */
function byLeastLoaded(a: RoutableAgent, b: RoutableAgent): number {
  const load = a.openCount * Math.max(b.capacity, 1) - b.openCount * Math.max(a.capacity, 1);
  return load || a.lastTurn - b.lastTurn || (a.id < b.id ? -1 : 1);
}
