import {
  ClientDeskCommand,
  ClientFrame,
  ClientSessionCommand,
  REQUEST_COMMAND_LIMIT,
  workspace,
} from '@holdfast/contracts';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { z } from 'zod';

/** The first thing that is wrong: a key that the schema does not have, or a value that it does not allow. */
export interface Flaw {
  readonly where: string;
  readonly what: string;
  /** The value has a key that is not of its schema. */
  readonly unknownKey: boolean;
}

const ajv = new Ajv2020({ strict: true, allErrors: false, ownProperties: true });
const compile = (schema: z.ZodType): ValidateFunction => ajv.compile(z.toJSONSchema(schema, { io: 'input' }));

type Validators = ReadonlyMap<string, () => ValidateFunction>;

/**
 * The options of a union of objects, each by itself: what is sent is checked against its own schema only. They are compiled when
 * they are first needed, since all of them together take longer than anything else in a gateway's start.
 */
function validatorsOf(options: readonly z.ZodType[], key: string): Validators {
  const validators = new Map<string, () => ValidateFunction>();
  for (const option of options) {
    const literal = (option as z.ZodObject<Record<string, z.ZodLiteral<string>>>).shape[key];
    let compiled: ValidateFunction | undefined;
    if (literal !== undefined) validators.set(literal.value, () => (compiled ??= compile(option)));
  }
  return validators;
}

/** Commands are looked at one by one, so a frame's own schema takes any. */
const anyCommands = z
  .array(z.looseObject({ type: z.string() }))
  .min(1)
  .max(REQUEST_COMMAND_LIMIT);
const frames = validatorsOf(
  ClientFrame.options.map((option) => ('commands' in option.shape ? option.extend({ commands: anyCommands }) : option)),
  't',
);
const COMMANDS = {
  session: validatorsOf(ClientSessionCommand.options, 'type'),
  desk: validatorsOf(ClientDeskCommand.options, 'type'),
  workspace: validatorsOf(workspace.ClientWorkspaceCommand.options, 'type'),
};

const UNKNOWN_KIND: Flaw = { where: '', what: 'unknown kind', unknownKey: false };

function flawOf(validators: Validators, kind: unknown, value: unknown): Flaw | null {
  const validate = typeof kind === 'string' ? validators.get(kind)?.() : undefined;
  if (validate === undefined) return UNKNOWN_KIND;
  if (validate(value)) return null;
  const error = validate.errors?.[0];
  const unknownKey = error?.keyword === 'additionalProperties';
  return {
    where: error?.instancePath ?? '',
    what: unknownKey ? 'unknown key' : (error?.message ?? 'invalid'),
    unknownKey,
  };
}

/** What is wrong with a frame, leaving aside its commands. */
export const frameFlaw = (frame: { readonly t?: unknown }): Flaw | null => flawOf(frames, frame.t, frame);

/** What is wrong with the first command that has a flaw. */
export function commandFlaw(kind: keyof typeof COMMANDS, commands: readonly { readonly type: string }[]): Flaw | null {
  for (const [i, command] of commands.entries()) {
    const flaw = flawOf(COMMANDS[kind], command.type, command);
    if (flaw !== null) return { ...flaw, where: `/commands/${i}${flaw.where}` };
  }
  return null;
}
