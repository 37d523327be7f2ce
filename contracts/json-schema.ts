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

/** What Ajv writes to say why, step by step; what is left says whether. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/validate\d+\.errors = \[\{instancePath[^}]*\}\];\s*return false;/g, 'return false;'],
  [/,\s*\{instancePath:[^{}]*\}\)/g, ')'],
  [/validate\d+\.errors = vErrors;\s*/g, ''],
  [
    /vErrors = vErrors === null \? validate\d+\.errors : vErrors\.concat\(validate\d+\.errors\);\s*errors = vErrors\.length;/g,
    'errors++;',
  ],
  [
    /const err\d+ = \{instancePath[^}]*\};\s*if\(vErrors === null\)\{\s*vErrors = \[err\d+\];\s*\}\s*else \{\s*vErrors\.push\(err\d+\);\s*\}\s*/g,
    '',
  ],
  [/,\s*\{instancePath=""[^)]*\}=\{\}\)/g, ')'],
  [
    /const evaluated\d+ = validate\d+\.evaluated;if\(evaluated\d+\.dynamicProps\)\{[^}]*\}if\(evaluated\d+\.dynamicItems\)\{[^}]*\}/g,
    '',
  ],
  [/validate\d+\.evaluated = \{[^}]*\};/g, ''],
  [/evaluated\d+\.(?:props|items) = [^;]*;/g, ''],
  // Whatever is wrong ends it, so that there is nothing to count.
  [/errors\+\+;/g, 'return false;'],
  [/let vErrors = null;let errors = 0;|const _errs\d+ = errors;|let missing\d+;| && \(missing\d+ = "[^"]*"\)/g, ''],
  [/_errs\d+ === errors|errors === (?:_errs\d+|0)/g, 'true'],
  [/var valid\d+ = true;|if\(!valid\d+\)\{(?:return false;)*(?:break;)?\}/g, ''],
  [/\bvalid\d+\b/g, 'true'],
];

/** A module whose validators say whether, and not why: a quarter smaller, for where every kilobyte counts. */
export function terseValidatorModule(schemas: Readonly<Record<string, z.ZodType>>): string {
  const code = REASONS.reduce((made, [pattern, instead]) => made.replace(pattern, instead), validatorModule(schemas));
  const left = /.{0,40}(?:instancePath|evaluated\d|errors|_errs|missing\d|valid\d).{0,40}/i.exec(code);
  if (left !== null) throw new Error(`a validator still keeps its reasons: ${left[0]}`);
  return code;
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
