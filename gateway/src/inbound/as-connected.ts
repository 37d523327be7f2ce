import { type ClientSessionCommand } from '@holdfast/contracts';
import { type Sender } from './command-intake.ts';

/** The command with what is known of its sender by the connection in place of what the sender says of it. */
export function asConnected(
  command: ClientSessionCommand,
  { identity, device }: Pick<Sender, 'identity' | 'device'>,
): ClientSessionCommand {
  if (identity.kind !== 'visitor') return command;
  const { name, email } = identity;
  // Only a site that vouches for a person says what they are called.
  const vouched = identity.externalId === undefined ? {} : { ...(name && { name }), ...(email && { email }) };
  switch (command.type) {
    case 'OpenSession': {
      const { device: _, visitor, ...data } = command.data;
      const known = { ...data, visitor: { ...visitor, ...vouched } };
      return { ...command, data: device === undefined ? known : { ...known, device } };
    }
    case 'IdentifyVisitor':
      return { ...command, data: { ...command.data, ...vouched } };
    default:
      return command;
  }
}
