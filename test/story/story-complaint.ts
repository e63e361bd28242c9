import type { Category, Language, Redress } from './texts/cause-texts.js';

export type Kind = 'complaint' | 'question' | 'praise' | 'suggestion';
export type Channel = 'web' | 'app' | 'api' | 'phone' | 'chat' | 'e-mail' | 'in-person' | 'social';
export type Decision = 'upheld' | 'partly-upheld' | 'rejected' | 'answered';

/** Who acts in a step: the responsible agent, unless a supervisor is needed. */
export type By = 'assignee' | 'supervisor';

/** What happens to a complaint after it was registered, each at its moment. */
export type Deed =
  | { do: 'find'; text: string }
  | { do: 'message'; text: string }
  | { do: 'propose'; decision: Decision; reasons: string; redress: readonly Redress[]; by?: By }
  | { do: 'accept' }
  | { do: 'decline'; reason: string }
  | { do: 'close'; causeCode?: string; causeNote?: string }
  | { do: 'withdraw' }
  | { do: 'reopen'; reason: string };

export type Step = Deed & { at: Date };

/** The fields of a complaint that are sent as they are. */
export interface Told {
  channel: Channel;
  externalId: string;
  kind: Kind;
  text: string;
  product: string;
  category?: Category;
  orderNumber?: string;
  remedySought?: string;
  language: Language;
  customer?: { name?: string; email?: string; phone?: string };
  needsCare?: ('elderly' | 'hard-of-hearing' | 'distressed' | 'other')[];
  severity?: 1 | 2 | 3;
  aboutColleague?: string;
}

/** One thing that a customer told Moonlight, and how it went on. */
export interface StoryComplaint {
  told: Told;
  occurredAt: Date;
  registeredAt: Date;
  steps: Step[];
  /** The same message sent a second time, so soon that both are under way at once. */
  sentTwice?: boolean;
  /** The customer looks at the status page when the story is over. */
  looksAtStatus?: boolean;
  /** Who it is, when the story is about a person and not only about a cause. */
  person?: string;
}
