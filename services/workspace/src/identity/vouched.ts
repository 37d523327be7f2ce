import { DisplayName, EmailAddress, safeText } from '@holdfast/contracts';
import { jwtVerify } from 'jose';
import { z } from 'zod';

/** For how long a site may vouch: what is older has to be signed again. */
const LONGEST_S = 3_600;
const TOLERANCE_S = 30;

const Vouched = z.object({
  sub: safeText(1, 128),
  iat: z.number(),
  exp: z.number(),
  name: DisplayName.optional().catch(undefined),
  email: EmailAddress.optional().catch(undefined),
});

/**
 * Whom a site's JWT vouches for, or null. A name or an address that no profile could hold is left out: the person is known all the same.
 * @param now epoch ms
 */
export async function vouchedFor(
  token: string,
  key: string,
  siteId: string,
  now: number,
): Promise<{ sub: string; name?: string; email?: string } | null> {
  try {
    const { payload } = await jwtVerify(token, new TextEncoder().encode(key), {
      algorithms: ['HS256'],
      audience: siteId,
      requiredClaims: ['sub', 'iat', 'exp'],
      clockTolerance: TOLERANCE_S,
      currentDate: new Date(now),
    });
    const { sub, iat, exp, name, email } = Vouched.parse(payload);
    if (exp - iat > LONGEST_S || iat > now / 1_000 + TOLERANCE_S) return null;
    return { sub, ...(name === undefined ? {} : { name }), ...(email === undefined ? {} : { email }) };
  } catch {
    return null;
  }
}
