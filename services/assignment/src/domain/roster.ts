import { isFree, roomOf, type RoutableAgent } from './agent.js';
import { canHandle, chooseAmong, takesEveryProduct, type Choice, type Need } from './choose-agent.js';

/** A kind of complaint that somebody could take now, and who they are; `product` null means any. */
export interface OpenNeed {
  historical: boolean;
  language: string;
  needsCare: boolean;
  product: string | null;
  agents: string[];
}

/**
 * The agents as one transaction sees them while it holds the dispatch: their loads move as its decisions fall, so that each
 * decision finds what storing the one before and reading everybody again would have shown.
 */
export class Roster {
  private readonly agents: readonly RoutableAgent[];
  private readonly suitable = new Map<string, RoutableAgent[]>();
  private turn: number;

  constructor(agents: readonly RoutableAgent[]) {
    this.agents = agents.map((agent) => ({ ...agent }));
    this.turn = agents.reduce((latest, { lastTurn }) => Math.max(latest, lastTurn), 0);
  }

  /** Chooses who gets this complaint, and counts it for them at once. */
  place(need: Need, preferred?: string | null): Choice {
    const choice = chooseAmong(this.suitableFor(need), need, preferred);
    if (choice.agent) {
      choice.agent.openCount += 1;
      if (need.historical) choice.agent.pastCount += 1;
      choice.agent.lastTurn = this.turn += 1;
    }
    return choice;
  }

  /** Counts one open complaint less. */
  relieve(agentId: string, { historical }: Pick<Need, 'historical'>): void {
    const agent = this.agents.find(({ id }) => id === agentId);
    if (!agent) return;
    agent.openCount -= 1;
    if (historical) agent.pastCount -= 1;
  }

  /** How many complaints of today could be given away, at most. */
  get places(): number {
    return this.agents.reduce((sum, agent) => sum + (agent.available ? roomOf(agent) : 0), 0);
  }

  /** What to look for in the queue: a waiting complaint could go to somebody exactly if it falls under one of these and not all named gave it back. */
  openNeeds(): OpenNeed[] {
    const needs = new Map<string, OpenNeed>();
    for (const agent of this.agents)
      for (const kind of kindsFor(agent)) {
        const key = Object.values(kind).join(' ');
        const known = needs.get(key);
        if (known) known.agents.push(agent.id);
        else needs.set(key, { ...kind, agents: [agent.id] });
      }
    return [...needs.values()];
  }

  private suitableFor(need: Need): RoutableAgent[] {
    const key = `${need.needsCare} ${need.language} ${need.product}`;
    const known = this.suitable.get(key);
    if (known) return known;
    const suitable = this.agents.filter((agent) => canHandle(agent, need));
    this.suitable.set(key, suitable);
    return suitable;
  }
}

function kindsFor(agent: RoutableAgent): Omit<OpenNeed, 'agents'>[] {
  const products = takesEveryProduct(agent) ? [null] : [...new Set([...agent.teamSkills, ...agent.skills])];
  const cares = agent.care ? [false, true] : [false];
  return [false, true]
    .filter((historical) => isFree(agent, { historical }))
    .flatMap((historical) =>
      [...new Set(agent.languages)].flatMap((language) =>
        cares.flatMap((needsCare) => products.map((product) => ({ historical, language, needsCare, product }))),
      ),
    );
}
