import type { Api } from './api.js';
import type { Person } from './tokens.js';

/** Records the past on behalf of the house. */
export const ARCHIVE: Person = { subject: 'moonlight-archive', name: 'Moonlight archive', roles: ['importer'] };
export const SUPERVISOR: Person = { subject: 'sujata-rao', name: 'Sujata Rao', roles: ['supervisor', 'importer'] };
export const ENGINEER: Person = { subject: 'jun-park', name: 'Jun Park', roles: ['engineer', 'importer'] };
export const LEADER: Person = { subject: 'eleanor-quist', name: 'Eleanor Quist', roles: ['leader', 'supervisor', 'importer'] };

interface Colleague {
  name: string;
  subject: string;
  languages: readonly ('ko' | 'en' | 'te')[];
  care?: boolean;
}

interface Team {
  name: string;
  skills: readonly string[];
  people: readonly Colleague[];
}

const CAPACITY = 40;

/** Who answers Moonlight's customers; every product and language has at least two. */
export const MOONLIGHT_TEAMS: readonly Team[] = [
  {
    name: 'Orders and delivery',
    skills: ['ordering', 'delivery'],
    people: [
      { name: 'Minji Kim', subject: 'minji-kim', languages: ['ko', 'en'] },
      { name: 'Arjun Reddy', subject: 'arjun-reddy', languages: ['te', 'en'] },
      { name: 'Hannah Cole', subject: 'hannah-cole', languages: ['en'] },
      { name: 'Seojun Lee', subject: 'seojun-lee', languages: ['ko'] },
    ],
  },
  {
    name: 'Payments and membership',
    skills: ['payment', 'membership'],
    people: [
      { name: 'Yuna Choi', subject: 'yuna-choi', languages: ['ko', 'en'] },
      { name: 'Divya Naidu', subject: 'divya-naidu', languages: ['te', 'en'] },
    ],
  },
  {
    name: 'App and support',
    skills: ['app', 'support'],
    people: [
      { name: 'Taeho Jung', subject: 'taeho-jung', languages: ['ko', 'en'] },
      { name: 'Kavya Sharma', subject: 'kavya-sharma', languages: ['te', 'en'] },
    ],
  },
  {
    name: 'Patient ears',
    skills: ['*'],
    people: [
      { name: 'Boram Seo', subject: 'boram-seo', languages: ['ko', 'en', 'te'], care: true },
      { name: 'Ruth Abara', subject: 'ruth-abara', languages: ['ko', 'en', 'te'], care: true },
    ],
  },
];

/** Who answers for the complaints of a file: every product, every language. */
export const FILE_TEAMS: readonly Team[] = [
  {
    name: 'Import desk',
    skills: ['*'],
    people: ['one', 'two', 'three', 'four'].map((which) => ({
      name: `Import desk ${which}`,
      subject: `import-desk-${which}`,
      languages: ['en', 'ko', 'te'],
    })),
  },
];

/** Sees to it that the teams and their people are there; returns every agent of the loop by id, as the one who acts. */
export async function staff(api: Api, teams: readonly Team[]): Promise<Map<string, Person>> {
  const knownTeams = await api.all('/v1/teams', SUPERVISOR);
  const agents = await api.all('/v1/agents', SUPERVISOR);
  for (const { name, skills, people } of teams) {
    const team =
      knownTeams.find((known) => known.name === name) ?? (await api.post('/v1/teams', { as: SUPERVISOR, key: `team ${name}` }, { name, skills }));
    for (const { name: displayName, subject, languages, care = false } of people) {
      if (agents.some((agent) => agent.subject === subject)) continue;
      const body = { subject, displayName, teamId: team.id, languages, capacity: CAPACITY, care };
      agents.push(await api.post('/v1/agents', { as: SUPERVISOR, key: `agent ${subject}` }, body));
    }
  }
  return new Map(agents.map(({ id, subject, displayName }) => [id, { subject, name: displayName, roles: ['agent', 'importer'] }]));
}
