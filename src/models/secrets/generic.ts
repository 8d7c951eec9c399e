import type { Assignment } from './assignment.ts';
import { entropy } from './entropy.ts';
import { isPlaceholder, isWordy } from './placeholder.ts';
import type { TextSyntax } from './text-syntax.ts';

/** Names of things that open something; the automaton looks for them in lower case. */
export const GENERIC_KEYWORDS: readonly string[] = [
  'password',
  'passwd',
  'passphrase',
  'pwd',
  'secret',
  'token',
  'api_key',
  'apikey',
  'api-key',
  'access_key',
  'accesskey',
  'access-key',
  'private_key',
  'privatekey',
  'private-key',
  'signing_key',
  'signing-key',
  'encryption_key',
  'encryption-key',
  'master_key',
  'mgmt_key',
  'mgmtkey',
  'mgmt-key',
  'management_key',
  'managementkey',
  'management-key',
  'puk',
  'auth_key',
  'authkey',
  'credential',
  'creds',
  '_pass',
];

/** A last word that makes the name speak about a credential instead of holding one. */
const ABOUT =
  /(?:^|[_.-])(?:ids?|names?|ur[il]s?|paths?|files?|filename|dir|lengths?|len|size|types?|kinds?|counts?|prefix|suffix|field|headers?|label|title|placeholder|hint|help|messages?|msg|errors?|policy|expiry|expires?|ttl|versions?|algorithm|alg|method|provider|endpoint|env|var|regex|pattern|format|limit|min|max|issuer|schema|store|ring|store|selector|ref|manager|service|rotation|scope|scopes|status|source|input|visible|required|enabled|used|usage|budget|location|description|index|offset|bucket|address|domain|host|hostname|port|user|username|role|roles|group|account|symbol|mint|balance|supply|stream|kind|tree|tokens)$/;
/** Any word that makes it public or something else altogether. */
const PUBLIC =
  /public|csrf|xsrf|primary|foreign|partition|sort[_-]?key|cache|nonce|csp|keyboard|tokeni[sz]e|fingerprint|thumbprint|checksum|pagination|page[_-]?token|next[_-]?token|continuation|key[_-]?vault|secrets[_-]?manager/;
const PASSWORD = /passw(?:or)?d|passphrase|pwd|_pass$/;
/** crypt(3), bcrypt, argon2, scrypt and LDAP forms; `$$` is how compose files and Makefiles write `$`. */
const HASH =
  /^(?:\${1,2}(?:2[abxy]?|argon2(?:id|i|d)|scrypt|pbkdf2(?:-sha\d+)?|bcrypt-sha256|apr1|1|5|6|7|y|gy|sha1)\${1,2}[\w./$+=,-]{6,}|\{S?SHA\d*\}[A-Za-z0-9+/=]{16,}|pbkdf2:sha\d+)/;

export interface GenericJudgement {
  readonly kind: 'generic-credential' | 'password' | 'password-hash';
  readonly what: string;
}

const CREDENTIAL =
  /passw(?:or)?d|passphrase|(?:^|_)pwd(?:$|_)|secret|token|(?:api|access|private|signing|encryption|master|mgmt|management|auth|secret)_?key|credential/;

/** Unblocks the PIN of a smart card; what cards come with from the factory is no secret. */
const PUK = /(?:^|_)puk$/;
const FACTORY_PUK = /^(?:12345678|87654321|(\d)\1+)$/;

/** True for a name in code that holds a credential, and does not only speak about one. */
export function namesCredential(name: string): boolean {
  const words = snake(name);
  return CREDENTIAL.test(words) && !ABOUT.test(words) && !PUBLIC.test(words);
}

/** Decides whether an assignment whose name holds one of {@link GENERIC_KEYWORDS} gives a credential away. */
export function judgeAssignment(assignment: Assignment, syntax: TextSyntax): GenericJudgement | undefined {
  const { value, quoted } = assignment;
  const name = snake(assignment.name);
  if (ABOUT.test(name) || PUBLIC.test(name)) return undefined;
  if (syntax === 'code' && !quoted) return undefined;
  if (PASSWORD.test(name) || /hash/.test(name)) {
    if (HASH.test(value) && !/\.{3}|…/.test(value)) return { kind: 'password-hash', what: 'password hash' };
  }
  if (PUK.test(name))
    return /^\d{6,8}$/.test(value) && !FACTORY_PUK.test(value)
      ? { kind: 'password', what: 'PUK of a card' }
      : undefined;
  if (
    value.length < 6 ||
    value.length > 512 ||
    /\s/.test(value) ||
    isPlaceholder(value) ||
    isExpression(value, name, quoted)
  )
    return undefined;
  if (isRandom(value, quoted)) return { kind: 'generic-credential', what: `value of ${shorten(assignment.name)}` };
  return PASSWORD.test(name) && syntax === 'config' && isPassword(value)
    ? { kind: 'password', what: 'password' }
    : undefined;
}

function shorten(name: string): string {
  return name.length > 40 ? `${name.slice(0, 40)}…` : name;
}

function snake(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}

/** Paths, URLs, calls, other names, numbers, versions and hashes of packages: all of them stand where a credential could. */
function isExpression(value: string, name: string, quoted: boolean): boolean {
  if (
    /^(?:https?|file|ssh|git|data|urn):|^(?:\.{0,2}|~)\/[\w./-]*$|::|^[\w.]+\(|\(\)|^[A-Z][A-Z0-9_]*$|^sha\d+-|^arn:|^md5=|^\/run\/|;md5/.test(
      value,
    )
  )
    return true;
  if (/^[\d.,:-]+$/.test(value) || /(?:^v?|-v?)\d+\.\d+\.\d+/.test(value) || snake(value).includes(name)) return true;
  if (/\.(?:pem|key|crt|cer|p12|pfx|jks|json|ya?ml|toml|txt|rs|conf|cfg|env|com|org|net|io|local)$/i.test(value))
    return true;
  return !quoted && /^[a-z_$][\w$]*(?:\.[a-z_$][\w$]*)+$/i.test(value);
}

/** Words by which a made-up value says what it stands for. */
const SELF = /pass(?:word|phrase|wd)?|secret|token|key|auth|user|admin|value|client|api|bearer|basic|credential|test/gi;
const HEX = /^(?:0x)?[0-9a-f]+$/i;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

function isRandom(value: string, quoted: boolean): boolean {
  if (value.length < 10 || isWordy(value)) return false;
  const bits = entropy(value);
  const rest = value.replace(SELF, '');
  if (rest.length < value.length && (rest.length < 8 || isWordy(rest) || entropy(rest) < 2.75)) return false;
  if (UUID.test(value)) return bits > 2.6;
  if (HEX.test(value)) return value.length >= 16 && bits >= 3 && /[a-f]/i.test(value) && /\d/.test(value);
  const digits = value.replace(/\D/g, '').length;
  const mixed = digits > 0 && digits < value.length;
  return mixed
    ? bits >= (quoted ? 3.3 : 3.5)
    : bits >= 4 && value.length >= 24 && /[a-z]/.test(value) && /[A-Z]/.test(value);
}

/** A password in a configuration file: letters beside digits or signs, whatever its entropy. Plain words are too often prose. */
function isPassword(value: string): boolean {
  return (
    value.length >= 6 &&
    value.length <= 64 &&
    /[A-Za-z]/.test(value) &&
    /[\d!@#%^&*+?]/.test(value) &&
    !/^[a-z]+:|[[\]()|\\/]/.test(value)
  );
}
