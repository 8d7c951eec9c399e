/** Completion in the real shells. A shell that is not installed is skipped, and the run shows it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { cimReady } from './fake-terminal.ts';
import { temporaryFolder } from './temporary.ts';

const has = (shell: string) => spawnSync(shell, ['--version']).status === 0;
const shells = { bash: has('bash'), zsh: has('zsh'), fish: has('fish') };
const scripts: Record<string, string> = {};

beforeAll(async () => {
  for (const shell of Object.keys(shells)) {
    const { stdout } = await cimReady(['completion', shell]);
    scripts[shell] = join(temporaryFolder({ script: stdout }), 'script');
  }
});

/** What is offered for the last word, by each shell's own means. */
const offered: Record<keyof typeof shells, (words: readonly string[]) => string[]> = {
  bash: (words) => {
    const line = `source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _cim_ready; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return lines(
      execFileSync('bash', ['--norc', '-c', line, scripts.bash ?? '', 'cim-ready', ...words], { encoding: 'utf8' }),
    );
  },
  fish: (words) => {
    const line = `source $argv[1]; complete -C "cim-ready ${words.join(' ')}"`;
    return lines(execFileSync('fish', ['--no-config', '-c', line, scripts.fish ?? ''], { encoding: 'utf8' })).map(
      (one) => one.split('\t')[0] ?? '',
    );
  },
  zsh: (words) => {
    // zsh completes in its line editor only: one is driven through a pseudo terminal, and lists what it would offer.
    const line = `zmodload zsh/zpty
zpty -b z zsh -f -i
zpty -w z 'PS1=; autoload -Uz compinit; compinit -u -D; source '$1'; zstyle ":completion:*" list-grouped false; zstyle ":completion:*" verbose no; LISTMAX=10000; bindkey "^I" list-choices; listed() { print -r -- LISTING-ENDS }; zle -N listed; bindkey "^X" listed; stty columns 1000 rows 1000; print READY'
zpty -r z out '*READY*READY*' 2>/dev/null
zpty -w -n z 'cim-ready '$2$'\\t\\C-x'
zpty -r z out '*LISTING-ENDS*'
print -r -- $out
zpty -d z`;
    const printed = execFileSync('zsh', ['-f', '-c', line, 'zsh', scripts.zsh ?? '', words.join(' ')], {
      encoding: 'utf8',
      timeout: 20_000,
    });
    return printed.split(/\s+/);
  },
};

const lines = (text: string) => text.split('\n').filter(Boolean);

describe.each(Object.keys(shells) as (keyof typeof shells)[])('%s', (shell) => {
  describe.skipIf(!shells[shell])('(skipped where it is not installed)', () => {
    test.each([
      [['ex'], 'explain'],
      [['check', '--only', 'docs/readme-p'], 'docs/readme-purpose'],
      [['check', '--skip', 'secu'], 'security'],
      [['explain', 'files/lic'], 'files/license'],
      [['check', '--format', 'mark'], 'markdown'],
      [['check', '--stri'], '--strict'],
      [['schema', 'rep'], 'repository-file'],
      [['completion', 'fi'], 'fish'],
      [['attest', 'review/app'], 'review/approval'],
      [['attest', '--by', 'somebody', 'review/app'], 'review/approval'],
      [['help', 'che'], 'check'],
    ])('%j offers %s', (words, expected) => {
      expect(offered[shell](words).join(' ')).toContain(expected);
    });
  });
});

test.skipIf(!shells.bash)('bash reads the script without a complaint', () => {
  expect(spawnSync('bash', ['-n', scripts.bash ?? '']).stderr.toString()).toBe('');
});
