/** Ids of the demo, the same in every installation. */
export const DEMO_WORKSPACE = 'demo';

export type AgentId = 'ines' | 'mara' | 'tom';
export type TeamId = 'sales' | 'support';

/** The people who may log in. */
export const AGENTS = [
  { agentId: 'ines', name: 'Ines Falk', email: 'ines@demo.example', role: 'admin', teams: [], capacity: 2 },
  {
    agentId: 'mara',
    name: 'Mara Lind',
    email: 'mara@demo.example',
    role: 'agent',
    teams: ['sales', 'support'],
    capacity: 4,
  },
  { agentId: 'tom', name: 'Tom Okafor', email: 'tom@demo.example', role: 'agent', teams: ['support'], capacity: 4 },
] as const satisfies readonly {
  agentId: AgentId;
  name: string;
  email: string;
  role: 'admin' | 'agent';
  teams: readonly TeamId[];
  capacity: number;
}[];

export const TEAMS = [
  { teamId: 'sales', name: 'Sales' },
  { teamId: 'support', name: 'Support' },
] as const;

export const CANNED_REPLIES = [
  { shortcut: 'hello', text: 'Hello! Thank you for writing. How can I help?' },
  {
    shortcut: 'order-number',
    text: 'Could you tell me your order number? It begins with KC and is in your confirmation.',
  },
  {
    shortcut: 'delivery',
    text: 'Orders leave us within one working day. Delivery takes two to three days within the country and four to seven abroad.',
  },
  {
    shortcut: 'return',
    text: 'You can send it back within 30 days, unused. I can mail you a label now; the refund follows within three days of its arrival.',
  },
  {
    shortcut: 'iron-care',
    text: 'For cast iron: rinse with hot water, no soap, dry it while it is warm. A little rust inside is harmless; boil used tea leaves in it and it goes.',
  },
  { shortcut: 'damage', text: 'How badly is it damaged? Then I can decide here and now.' },
  { shortcut: 'moment', text: 'One moment, please, I am looking it up.' },
  { shortcut: 'bye', text: 'With pleasure. Enjoy your tea, and write any time.' },
] as const;
