/** Credentials whose form says more than their characters: what they decode to. */

/** Claims that JSON Web Tokens have by their standard (RFC 7519, section 4.1). */
const registered: ReadonlySet<string> = new Set(['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti']);

/**
 * False for a token that grants nothing: its header names no signature, or none of its claims could name a person, a
 * thing or a time (`{"confidence":0.8}`). What cannot be decoded may be a token of any kind: true.
 * @param token `header.claims.signature`, each in base64url
 */
export function tokenMayGrant(token: string): boolean {
  const [header, claims] = token.split('.').map(decodeJson);
  if (header !== undefined && (typeof header.alg !== 'string' || header.alg.toLowerCase() === 'none')) return false;
  return claims === undefined || Object.entries(claims).some(([name, value]) => registered.has(name) || mayName(value));
}

/** Text, lists and whole numbers can name somebody; measures, flags and nothing cannot. */
const mayName = (value: unknown): boolean =>
  typeof value === 'string' || Number.isInteger(value) || (typeof value === 'object' && value !== null);

function decodeJson(part: string): Record<string, unknown> | undefined {
  try {
    const found: unknown = JSON.parse(decodeBase64(part) ?? '');
    return typeof found === 'object' && found !== null && !Array.isArray(found) ? { ...found } : undefined;
  } catch {
    return undefined;
  }
}

/** `user:password` of the Basic scheme (RFC 7617), or undefined for what is none. */
export function basicCredentials(encoded: string): { readonly user: string; readonly password: string } | undefined {
  const text = decodeBase64(encoded);
  const colon = text?.indexOf(':') ?? -1;
  return text === undefined || colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

function decodeBase64(text: string): string | undefined {
  try {
    return atob(text.replace(/-/g, '+').replace(/_/g, '/').replace(/=+$/, ''));
  } catch {
    return undefined;
  }
}
