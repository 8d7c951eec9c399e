/** What git tracks and should not: build output, credentials, droppings of desktops, files that .gitignore names. */
import type { IgnoreRules } from './ignore-patterns.ts';

export interface TrackedPath {
  /** From the root of the repository. */
  readonly path: string;
  readonly kind: 'file' | 'link' | 'submodule';
}

export interface UnwantedFile {
  readonly path: string;
  readonly reason: string;
  /** Keys and settings made for tests are worth knowing and no more. */
  readonly forTests: boolean;
}

const ENVIRONMENT = /(?:^|\/)\.env(?:\.(?!example|sample|template|dist|defaults?|schema|test|ci)[\w-]+)?$/;
const KEY_NAME = /(?:^|\/)(?:id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?|[^/]+\.(?:p12|pfx|jks|keystore|ppk))$/;
const KEY_TEXT = /\.(?:pem|key|der)$/i;
const DROPPINGS = /(?:^|\/)(?:\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]+)$/;
const FOR_TESTS = /(?:^|\/)(?:tests?|test[-_]?data|fixtures?|examples?|benches|mocks?|snapshots?)\//i;

/**
 * @param files of the module, paths from the root of the repository
 * @param crateFolders folders that hold a Cargo.toml, from the root of the repository
 * @param bytes content of a file, asked for keys only
 */
export function findUnwanted(
  files: readonly TrackedPath[],
  crateFolders: readonly string[],
  rules: IgnoreRules,
  bytes: (path: string) => Uint8Array | undefined,
): UnwantedFile[] {
  const outputs = crateFolders.map((folder) => (folder === '' ? 'target/' : `${folder}/target/`));
  return files.flatMap((file): UnwantedFile[] => {
    const { path, kind } = file;
    const found = (reason: string, forTests = false) => [{ path, reason, forTests }];
    if (outputs.some((output) => path.startsWith(output))) return found('is build output');
    if (kind === 'link' && /(?:^|\/)result(?:-[\w-]+)?$/.test(path)) return found('is the result of a Nix build');
    if (DROPPINGS.test(path)) return found('is a dropping of a desktop');
    if (ENVIRONMENT.test(path))
      return found('holds settings of one machine, and may hold credentials', FOR_TESTS.test(path));
    if (kind === 'file' && isKey(path, bytes)) return found('is a private key', FOR_TESTS.test(path));
    const by = kind === 'submodule' ? undefined : rules.ignores(path);
    return by ? found(`is named by ${by.file}:${by.line} (${by.pattern})`) : [];
  });
}

/** A `.key` in binary form is one; `.pem` and `.der` may as well be certificates, which nobody need hide. */
function isKey(path: string, bytes: (path: string) => Uint8Array | undefined): boolean {
  if (KEY_NAME.test(path)) return true;
  if (!KEY_TEXT.test(path)) return false;
  const content = bytes(path)?.subarray(0, 65_536);
  if (content === undefined) return false;
  if (content.includes(0)) return path.toLowerCase().endsWith('.key');
  return new TextDecoder('latin1').decode(content).includes('PRIVATE KEY-----');
}
