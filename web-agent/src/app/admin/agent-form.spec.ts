import { expect, test } from '@jest/globals';
import { agentOf, byName, dataOf } from './agent-form.ts';

const form = { name: ' Noor ', email: 'noor@shop.example ', role: 'agent', teams: ['t'], capacity: '3' };
const kept = { agentId: 'a1', active: true };

test('CN-ADMIN-4 an agent is saved as the form says, and what is wrong is told at its field', () => {
  expect(agentOf(form, kept)).toEqual({
    agentId: 'a1',
    name: 'Noor',
    email: 'noor@shop.example',
    role: 'agent',
    teams: ['t'],
    capacity: 3,
    active: true,
  });
  expect(agentOf({ ...form, name: ' ' }, kept)).toMatchObject({ field: 'name' });
  expect(agentOf({ ...form, email: 'noor@' }, kept)).toMatchObject({ field: 'email' });
  expect(agentOf({ ...form, role: 'owner' }, kept)).toMatchObject({ field: 'role' });
  for (const capacity of ['', '1.5', '-1', '1001', 'some'])
    expect(agentOf({ ...form, capacity }, kept)).toMatchObject({ field: 'capacity' });
});

test('CN-ADMIN-4 who is deactivated comes last, and a picture is never sent back', () => {
  const agent = {
    ...kept,
    name: 'Noor',
    email: 'n@x',
    role: 'agent' as const,
    teams: [],
    capacity: 1,
    hasPicture: true,
    hasPassword: true,
  };
  for (const kept of ['hasPicture', 'hasPassword']) expect(dataOf(agent)).not.toHaveProperty(kept);
  const others = [{ ...agent, name: 'Zoe' }, { ...agent, name: 'Ada', active: false }, agent];
  expect(others.sort(byName).map(({ name }) => name)).toEqual(['Noor', 'Zoe', 'Ada']);
});
