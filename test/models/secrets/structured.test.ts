import { describe, expect, test } from 'vitest';
import { scanSecrets } from '../../../src/models/secrets/scan.ts';
import { basicCredentials, tokenMayGrant } from '../../../src/models/secrets/structured.ts';
import { expandSample } from './samples.ts';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (header: unknown, claims: unknown): string =>
  `${part(header)}.${part(claims)}.${expandSample('{64:43}')}`;
const signed = { alg: 'HS256', typ: 'JWT' };

describe('JSON Web Tokens', () => {
  test.each([
    [{ sub: 'x' }],
    [{ exp: 1_700_000_000.5 }],
    [{ user: 'somebody' }],
    [{ uid: 42 }],
    [{ groups: ['a'] }],
    [{ ratio: 0.5, scope: { read: true } }],
  ])('%j may grant something', (claims) => expect(tokenMayGrant(token(signed, claims))).toBe(true));
  test.each([[{}], [{ ratio: 0.5 }], [{ ok: true, nothing: null, ratio: 0.25 }]])('%j grants nothing', (claims) =>
    expect(tokenMayGrant(token(signed, claims))).toBe(false),
  );
  test.each([[{ typ: 'JWT' }], [{ alg: 'none' }], [{ alg: 'NONE' }], [{ alg: 7 }]])('%j signs nothing', (header) =>
    expect(tokenMayGrant(token(header, { sub: 'x' }))).toBe(false),
  );
  test('what does not decode is not let off', () => {
    expect(tokenMayGrant(`eyJ!.${part({ ratio: 0.5 }).slice(0, -3)}.x`)).toBe(true);
    expect(tokenMayGrant(`${part(['alg'])}.${part([0.5])}.x`)).toBe(true);
  });
  test('behind Basic as behind Bearer it is a token', () => {
    const found = scanSecrets(`curl -H "Authorization: Basic ${token(signed, { sub: 'x', iat: 1 })}"`).findings;
    expect(found.map(({ kind }) => kind)).toEqual(['jwt']);
  });
});

describe('the Basic scheme', () => {
  const header = (text: string) => `Authorization: Basic ${Buffer.from(text).toString('base64')}`;
  test('user and password', () => {
    expect(basicCredentials(Buffer.from('a:b:c').toString('base64'))).toEqual({ user: 'a', password: 'b:c' });
    expect(scanSecrets(header('deploy:Xk9-q2Lw')).findings.map(({ kind }) => kind)).toEqual(['basic-credentials']);
  });
  test.each(['no colon in here', 'user:password', 'user:changeme'])('%s is none', (text) =>
    expect(scanSecrets(header(text)).findings).toEqual([]),
  );
  test('what is no base 64', () => expect(basicCredentials('####')).toBeUndefined());
});
