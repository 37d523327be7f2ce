import { describe, expect, test } from '@jest/globals';
import { blanksIn, fillIn } from './variables.ts';

const KNOWN = { visitorName: 'Mia Vos', agentName: 'Ada', workspaceName: 'Kettle & Co' };
const BLANKS = {
  visitorName: '[visitor]',
  agentName: '[you]',
  workspaceName: '[company]',
  unknown: (name: string) => `[${name}]`,
};

describe('variables of canned replies', () => {
  test('CN-CANNED-3 are filled in when the reply is inserted', () => {
    const all = '{{visitor.name}} {{visitor.firstName}} {{ agent.name }} {{workspace.name}} {{visitor}}';
    expect(fillIn(all, KNOWN, BLANKS)).toEqual({ text: 'Mia Vos Mia Ada Kettle & Co Mia Vos', blanks: [] });
  });

  test('CN-CANNED-3 leave a blank that is seen where the value is not known', () => {
    const filled = fillIn('Hi {{visitor.firstName}}, {{order.number}}', { ...KNOWN, visitorName: undefined }, BLANKS);
    expect(filled).toEqual({ text: 'Hi [visitor], [order.number]', blanks: ['[visitor]', '[order.number]'] });
    expect(blanksIn(filled.text, BLANKS)).toEqual({ names: ['[visitor]'], first: 3 });
  });

  test('CN-CANNED-3 a value is text and nothing more', () => {
    expect(fillIn('{{visitor.name}}', { ...KNOWN, visitorName: '$& {{agent.name}}' }, BLANKS).text).toBe(
      '$& {{agent.name}}',
    );
  });
});
