import { describe, expect, test } from '@jest/globals';
import { blanksIn, fillIn, unknownIn } from './variables.ts';

const KNOWN = { visitorName: 'Mia Vos', agentName: 'Ada', workspaceName: 'Kettle & Co' };
const BLANKS = { visitorName: '[visitor]', agentName: '[you]', workspaceName: '[company]' };

describe('variables of canned replies', () => {
  test('CN-CANNED-3 are filled in when the reply is inserted', () => {
    const all = '{{visitor.name}} {{visitor.firstName}} {{ agent.name }} {{workspace.name}}';
    expect(fillIn(all, KNOWN, BLANKS)).toBe('Mia Vos Mia Ada Kettle & Co');
  });

  test('CN-CANNED-3 leave a blank that is seen where the value is not known or nothing is named', () => {
    const filled = fillIn('{{order.number}}, {{visitor.firstName}}', { ...KNOWN, visitorName: ' ' }, BLANKS);
    expect(filled).toBe('{{order.number}}, [visitor]');
    expect(blanksIn(filled, BLANKS)).toEqual({ names: ['{{order.number}}', '[visitor]'], first: 0 });
    expect(blanksIn('No more of them', BLANKS).names).toEqual([]);
  });

  test('CN-CANNED-3 a value is text and nothing more', () => {
    expect(fillIn('{{visitor.name}}', { ...KNOWN, visitorName: '$& {{agent.name}}' }, BLANKS)).toBe(
      '$& {{agent.name}}',
    );
  });

  test('CN-ADMIN-3 what names nothing is told, each once', () => {
    expect(unknownIn('{{order}} {{visitor.name}} {{order}} { no }')).toEqual(['{{order}}']);
  });
});
