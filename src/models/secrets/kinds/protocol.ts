import type { SecretKind } from '../kind.ts';
import { isCustomary, isPlaceholder } from '../placeholder.ts';
import { basicCredentials, tokenMayGrant } from '../structured.ts';

/** Credentials of protocols rather than of a vendor. */
export const protocolKinds: readonly SecretKind[] = [
  {
    id: 'jwt',
    vendor: 'jwt',
    what: 'JSON Web Token',
    keywords: ['eyj', 'ewog', 'eya'],
    token: /e(?:yJ|wog|yA)[\w-]{8,4000}\.e(?:yJ|wog|yA)[\w-]{8,4000}\.[\w-]{16,1000}/,
    accepts: tokenMayGrant,
    entropy: 3.5,
    real: ['eyJ{64:30}.eyJ{64:60}.{64:43}', 'eyJhbGciOiJIUzI1NiJ9.eyJ1aWQiOjQyfQ.{64:43}'],
    fake: [
      'eyJ{64:30}.eyJ{64:60}',
      'eyJ{x:30}.eyJ{x:30}.{x:43}',
      // {"alg":"HS256"} with {"probability":0.25}, and {"alg":"none"} with {"sub":"somebody"}
      'eyJhbGciOiJIUzI1NiJ9.eyJwcm9iYWJpbGl0eSI6MC4yNX0.{64:43}',
      'eyJhbGciOiJub25lIn0.eyJzdWIiOiJzb21lYm9keSJ9.{64:43}',
    ],
  },
  {
    id: 'jwt-base64',
    vendor: 'jwt',
    what: 'JSON Web Token, encoded once more',
    keywords: ['zxlk', 'zxdv', 'zxlb'],
    token: /Z(?:XlK|Xdv|XlB)[A-Za-z0-9+/_-]{67,7000}={0,2}/,
    entropy: 4,
    real: ['ZXlK{b64:120}'],
    fake: ['ZXlK{x:120}'],
  },
  {
    id: 'basic-credentials',
    vendor: 'http',
    what: 'user and password in an Authorization header',
    keywords: ['authorization'],
    token:
      /[Aa][Uu][Tt][Hh][Oo][Rr][Ii][Zz][Aa][Tt][Ii][Oo][Nn]["']?\]?\s{0,3}[:=,]\s{0,3}["']?[Bb]asic\s{1,3}([A-Za-z0-9+/_-]{8,4000}={0,2})(?![A-Za-z0-9+/=._~@-])/,
    accepts: isBasic,
    entropy: 2.5,
    // `svc:` with a password; then user:password, {"a":1}.… and text without a colon
    real: ['Authorization: Basic c3ZjOm{62:18}', "'authorization': 'Basic c3ZjOm{62:18}'"],
    fake: [
      'Authorization: Basic dXNlcjpwYXNzd29yZA==',
      'Authorization: Basic eyJhIjoxfQ.eyJiIjoyfQ.{64:43}',
      'Authorization: Basic bm8gY29sb24gaGVyZQ==',
      'Authorization: Basic base64encodedstring',
    ],
  },
  {
    id: 'authorization-header',
    vendor: 'http',
    what: 'credential in an Authorization header',
    keywords: ['authorization'],
    token:
      /[Aa][Uu][Tt][Hh][Oo][Rr][Ii][Zz][Aa][Tt][Ii][Oo][Nn]["']?\]?\s{0,3}[:=,]\s{0,3}["']?(?:(?:[Bb]earer|[Tt]oken|[Aa]pi-?[Kk]ey|[Aa]pi-[Tt]oken)\s{1,3})?([A-Za-z0-9+/=._~@-]{10,4000})/,
    entropy: 3,
    real: ['curl -H "Authorization: Bearer {62:40}"'],
    fake: ['Authorization: Bearer your-token-goes-here', '"Authorization: Bearer $TOKEN"'],
  },
  {
    id: 'api-key-header',
    vendor: 'http',
    what: 'credential in an API key header',
    keywords: ['apikey:', 'api-key:', 'api-token:'],
    token: /[Aa][Pp][Ii]-?(?:[Kk][Ee][Yy]|[Tt][Oo][Kk][Ee][Nn]):\s{0,3}([A-Za-z0-9+/=._~-]{10,400})/,
    entropy: 3,
    real: ['curl -H "X-Api-Key: {62:32}"'],
    fake: ['curl -H "X-Api-Key: your-api-key"', 'apikey: $API_KEY'],
  },
  {
    id: 'curl-user',
    vendor: 'http',
    what: 'user and password given to curl',
    keywords: ['-u ', '--user '],
    token: /(?:-u|--user) {1,3}["']?(?:[^\s"':]{0,100}["']?:["']?([^\s"']{4,200}))["']?/,
    entropy: 2.5,
    real: ['curl -u admin:{62:12} https://db'],
    fake: ['curl -u user:password https://db', 'curl --user "$USER:$PASS"'],
  },
];

/** The password decides: `user:password` is what documentation prints; none at all still tells the user. */
function isBasic(encoded: string): boolean {
  const found = basicCredentials(encoded);
  return (
    found !== undefined && !(found.password !== '' && (isPlaceholder(found.password) || isCustomary(found.password)))
  );
}
