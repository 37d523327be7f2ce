import { type ClientSessionCommand, type VisitorProfile } from '@holdfast/contracts';
import { type VisitorIdentity } from '../identity/identity.ts';
import { type Sender } from './command-intake.ts';

/** The command with what is known of its sender by the connection in place of what the sender says of it. */
export function asConnected(
  command: ClientSessionCommand,
  { identity, device }: Pick<Sender, 'identity' | 'device'>,
): ClientSessionCommand {
  if (identity.kind !== 'visitor') return command;
  switch (command.type) {
    case 'OpenSession': {
      const { device: _, visitor, ...data } = command.data;
      const known = { ...data, visitor: told(visitor, identity) };
      return { ...command, data: device === undefined ? known : { ...known, device } };
    }
    case 'IdentifyVisitor':
      return { ...command, data: told(command.data, identity) };
    default:
      return command;
  }
}

/** The profile of a person whom their site vouches for is shown as confirmed, so only what the site says stands in it. */
function told(profile: VisitorProfile, { externalId, name, email }: VisitorIdentity): VisitorProfile {
  if (externalId === undefined) return profile;
  return { ...(name === undefined ? {} : { name }), ...(email === undefined ? {} : { email }) };
}
