/*
 * Writes what is derived from the zod schemas: the compiled validators, the reviewed JSON Schemas and the AsyncAPI document.
 * `node generate.ts` writes the files; the drift test compares `artefacts()` with what is on disk.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { asyncApi } from './asyncapi.ts';
import { jsonSchema, terseValidatorModule, validatorModule, validatorTypes } from './json-schema.ts';
import * as contracts from './src/index.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const asJson = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** Every generated file by its path from the repository's root. */
export function artefacts(): Map<string, string> {
  const files = new Map<string, string>();
  const validators = {
    'client-frame': { validateClientFrame: contracts.ClientFrame },
    'server-frame': { validateServerFrame: contracts.ServerFrame },
    commands: {
      validateCommandRequest: contracts.CommandRequest,
      validateSessionCommand: contracts.SessionCommand,
      validateDeskCommand: contracts.DeskCommand,
      validateWorkspaceCommand: contracts.workspace.WorkspaceCommand,
    },
  };
  for (const [name, schemas] of Object.entries(validators)) {
    files.set(`contracts/generated/${name}.js`, validatorModule(schemas));
    files.set(`contracts/generated/${name}.d.ts`, validatorTypes(Object.keys(schemas)));
  }
  const terse = {
    validateVisitorRequest: contracts.VisitorRequest,
    validateVisitorServerFrame: contracts.VisitorServerFrame,
  };
  files.set('contracts/generated/visitor-frames.js', terseValidatorModule(terse));
  files.set('contracts/generated/visitor-frames.d.ts', validatorTypes(Object.keys(terse)));
  const documents = {
    'command-request': contracts.CommandRequest,
    commit: contracts.Commit,
    'direct-answer': contracts.DirectAnswer,
    'session-command': contracts.SessionCommand,
    'session-event': contracts.SessionEvent,
    'desk-command': contracts.DeskCommand,
    'desk-event': contracts.DeskEvent,
    'workspace-command': contracts.workspace.WorkspaceCommand,
    'workspace-event': contracts.workspace.WorkspaceEvent,
    'client-frame': contracts.ClientFrame,
    'server-frame': contracts.ServerFrame,
  };
  for (const [name, schema] of Object.entries(documents))
    files.set(`contracts/schemas/${name}.json`, asJson(jsonSchema(schema)));
  files.set('docs/asyncapi.json', asJson(asyncApi()));
  return files;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of artefacts()) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}
