/**
 * Git's configuration syntax (git-config(1), "Syntax"), read without git: the audited repository's configuration must not be
 * in force while it is read. Includes are not followed.
 */

/** Values by `section.key` or `section.subsection.key`; section and key in lower case, later values last. */
export type GitConfig = ReadonlyMap<string, readonly string[]>;

const SECTION = /^\[\s*([A-Za-z0-9.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\]/;
const KEY = /^([A-Za-z][A-Za-z0-9-]*)\s*/;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', b: '\b' };

/** @returns what could be read; a line that is no configuration ends the reading, as it does for git */
export function parseGitConfig(text: string): GitConfig {
  const values = new Map<string, string[]>();
  let section = '';
  let rest = text.replace(/^\uFEFF/, '');
  while (true) {
    rest = rest.replace(/^(?:\s+|[#;][^\n]*)+/, '');
    if (rest === '') return values;
    const header = SECTION.exec(rest);
    if (header) {
      const subsection = header[2]?.replace(/\\(.)/g, '$1');
      section = (header[1] ?? '').toLowerCase() + (subsection === undefined ? '' : `.${subsection}`);
      rest = rest.slice(header[0].length);
      continue;
    }
    const key = KEY.exec(rest);
    if (!key || section === '') return values;
    rest = rest.slice(key[0].length);
    const { value, length } = rest.startsWith('=') ? readValue(rest.slice(1)) : { value: 'true', length: -1 };
    rest = rest.slice(length + 1);
    const name = `${section}.${(key[1] ?? '').toLowerCase()}`;
    values.set(name, [...(values.get(name) ?? []), value]);
  }
}

/** The last value of a key, as git takes it for keys that hold one. */
export const lastValue = (config: GitConfig, name: string): string | undefined => config.get(name)?.at(-1);

/** @returns the value up to the end of its line, unquoted, and how many characters it took */
function readValue(text: string): { value: string; length: number } {
  let value = '';
  let blanks = '';
  let quoted = false;
  let at = 0;
  for (; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '\n') break;
    if (!quoted && (char === '#' || char === ';')) {
      while (at < text.length && text[at] !== '\n') at++;
      break;
    }
    if (!quoted && (char === ' ' || char === '\t' || char === '\r')) {
      if (value !== '') blanks += char;
      continue;
    }
    if (char === '"') {
      quoted = !quoted;
      continue;
    }
    value += blanks;
    blanks = '';
    if (char !== '\\') value += char;
    else {
      at += text[at + 1] === '\r' ? 2 : 1;
      const escaped = text[at] ?? '';
      if (escaped !== '\n') value += ESCAPES[escaped] ?? escaped;
    }
  }
  return { value, length: at };
}
