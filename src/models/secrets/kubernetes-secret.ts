import { isPlaceholder } from './placeholder.ts';

const KIND = /^ {0,2}kind:\s*(["']?)secret\1\s*(?:#.*)?$/i;
const DATA = /^(\s*)(data|stringData):\s*(?:#.*)?$/;
/** The first value of each Kubernetes `Secret` manifest in a YAML text, with its offset. Sealed, external and templated secrets have none. */
export function kubernetesSecrets(text: string): { start: number; value: string }[] {
  const found: { start: number; value: string }[] = [];
  let document: { line: string; start: number }[] = [];
  let offset = 0;
  for (const line of `${text}\n---`.split('\n')) {
    if (line.startsWith('---')) {
      const secret = secretOf(document);
      if (secret !== undefined) found.push(secret);
      document = [];
    } else document.push({ line: line.replace(/\r$/, ''), start: offset });
    offset += line.length + 1;
  }
  return found;
}

function secretOf(document: readonly { line: string; start: number }[]): { start: number; value: string } | undefined {
  if (!document.some(({ line }) => KIND.test(line))) return undefined;
  const at = document.findIndex(({ line }) => DATA.test(line));
  if (at === -1) return undefined;
  const depth = indent(document[at]!.line);
  const plain = document[at]!.line.includes('stringData');
  for (const { line, start } of document.slice(at + 1)) {
    if (line.trim() === '' || line.trim().startsWith('#')) continue;
    if (indent(line) <= depth) break;
    const value = valueIn(line);
    if (isMaterial(value, plain)) return { start: start + line.indexOf(value), value };
  }
  return undefined;
}

/** What stands right of the key, or the whole line of a block; by hand, since a line can be long. */
function valueIn(line: string): string {
  const colon = line.indexOf(': ');
  const text = (colon === -1 ? line : line.slice(colon + 2)).trim();
  const comment = text.indexOf(' #');
  const bare = (comment === -1 ? text : text.slice(0, comment)).trim();
  const [quote] = bare;
  return (quote === '"' || quote === "'") && bare.endsWith(quote) && bare.length > 1 ? bare.slice(1, -1) : bare;
}

function indent(line: string): number {
  return line.length - line.trimStart().length;
}

function isMaterial(value: string, plain: boolean): boolean {
  if (value.length < 10 || isPlaceholder(value)) return false;
  return plain ? !/\s/.test(value) : /^[A-Za-z0-9+/]{10,}={0,2}$/.test(value);
}
