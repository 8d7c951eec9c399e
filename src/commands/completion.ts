/** `cim-ready completion SHELL`: the shell's own script, with every command, option, item and group. */
import type { Command } from 'commander';
import { groups } from '../../rules/index.ts';
import { bashScript } from '../completion/bash.ts';
import { fishScript } from '../completion/fish.ts';
import { globalOptions, offersOf } from '../completion/words.ts';
import { zshScript } from '../completion/zsh.ts';
import type { Terminal } from './terminal.ts';

export type Shell = 'bash' | 'zsh' | 'fish';

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

export async function completion(shell: Shell, root: Command, terminal: Terminal): Promise<number> {
  const items = groups.flatMap(({ slug, title, rules }) => [
    { id: slug, text: title },
    ...rules.map(({ id, text }) => ({ id, text })),
  ]);
  await terminal.out(scripts[shell](offersOf(root), globalOptions, items));
  return 0;
}
