import type { ClientWorkspaceCommand } from '@holdfast/contracts';
import type { WorkspaceFacts } from '../../api/api.ts';
import { words } from '../../words/words.ts';
import type { Trouble } from './refusal.ts';

/** An agent as the directory tells of them. */
export type AgentFacts = WorkspaceFacts['agents'][number];
export type AgentData = Extract<ClientWorkspaceCommand, { type: 'SaveAgent' }>['data'];

/** What stands in the form. */
export interface AgentForm {
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly teams: readonly string[];
  readonly capacity: string;
}

export const ROLES = ['agent', 'supervisor', 'admin'] as const;
/** What an agent can mostly handle at once. */
export const USUAL_CAPACITY = 4;
/** As the contracts have it. */
const ADDRESS = /^[^\s@]+@[^\s@]+$/;
const CAPACITY_LIMIT = 1_000;

/** What is said to the workspace of an agent; picture and password are not among it. */
export function dataOf({ hasPicture: _, hasPassword: __, ...agent }: AgentFacts): AgentData {
  return agent;
}

/** The agent that the form describes, or what is wrong with it. */
export function agentOf(form: AgentForm, kept: Pick<AgentData, 'agentId' | 'active'>): AgentData | Trouble {
  const [name, email] = [form.name.trim(), form.email.trim()];
  if (name === '') return { field: 'name', text: words().admin.needed };
  if (!ADDRESS.test(email) || email.length < 3 || email.length > 254)
    return { field: 'email', text: words().admin.badEmail };
  const role = ROLES.find((one) => one === form.role);
  if (role === undefined) return { field: 'role', text: words().admin.needed };
  const capacity = Number(form.capacity);
  if (form.capacity.trim() === '' || !Number.isInteger(capacity) || capacity < 0 || capacity > CAPACITY_LIMIT)
    return { field: 'capacity', text: words().admin.badCapacity };
  return { agentId: kept.agentId, name, email, role, teams: [...form.teams], capacity, active: kept.active };
}

/** Active ones first, then by name. */
export const byName = (a: AgentFacts, b: AgentFacts): number =>
  Number(b.active) - Number(a.active) || a.name.localeCompare(b.name);

export const isTrouble = (made: AgentData | Trouble): made is Trouble => 'text' in made;
