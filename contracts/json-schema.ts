import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import { z } from 'zod';

/** The JSON Schema (2020-12) of a zod schema, as a sender must meet it; unions say which key tells their members apart. */
export function jsonSchema(schema: z.ZodType, reused: 'inline' | 'ref' = 'inline'): Record<string, unknown> {
  return z.toJSONSchema(schema, {
    io: 'input',
    reused,
    override: ({ zodSchema, jsonSchema: made }) => {
      const { def } = zodSchema._zod;
      if (def.type === 'union' && 'discriminator' in def) {
        made.oneOf = made.oneOf ?? made.anyOf ?? [];
        delete made.anyOf;
        made.type = 'object';
        made['discriminator'] = { propertyName: def.discriminator };
      }
    },
  });
}

/** What Ajv says of a mismatch beside its place and keyword. Without it no validator holds its schema, and all are a fifth of the size. */
const DETAIL = /,schemaPath:"[^"]*",keyword:("[^"]*"),params:\{(?:"(?:[^"\\]|\\.)*"|[^{}"])*\}/g;

const CODE_POINTS = '((text) => { let count = 0; for (const _ of text) count++; return count })';

/**
 * The source of a JavaScript module that exports one compiled validator per schema.
 * String lengths are code points, as in zod; Ajv's counter is written into the module, because it would be `require`d.
 */
export function validatorModule(schemas: Readonly<Record<string, z.ZodType>>): string {
  const ajv = new Ajv2020({
    code: { source: true, esm: true, lines: false },
    discriminator: true,
    strict: false,
    allErrors: false,
    messages: false,
    inlineRefs: false,
    logger: false,
  });
  const exported: Record<string, string> = {};
  for (const [name, schema] of Object.entries(schemas)) {
    ajv.addSchema({ ...jsonSchema(schema, 'ref'), $id: name }, name);
    exported[name] = name;
  }
  const code = standalone
    .default(ajv, exported)
    .replace(/^"use strict";/, '')
    .replaceAll(DETAIL, ',keyword:$1')
    .replace(/require\("ajv\/dist\/runtime\/ucs2length"\)\.default/g, CODE_POINTS);
  if (code.includes('require(')) throw new Error('a compiled validator needs a run-time helper');
  return `// Generated from the schemas of this package by generate.ts; not for reading or editing.\n${code}\n`;
}

/** The types of such a module. */
export const validatorTypes = (names: readonly string[]): string =>
  [
    '// Generated with the module beside it.',
    "import type { Mismatch } from '../src/validators.ts'",
    '',
    ...names.map(
      (name) => `export declare const ${name}: ((value: unknown) => boolean) & { errors?: readonly Mismatch[] | null }`,
    ),
    '',
  ].join('\n');
