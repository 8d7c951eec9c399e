/** Every file of this repository that is made from its code, by path. */
import { groups } from '../rules/index.ts';
import { program } from '../src/commands/program.ts';
import { manualPage } from './manual-page.ts';
import { rulesReadme } from './rules-readme.ts';

/** The command line with its commands and options, to be read and not run. */
export const commandLine = () =>
  program(
    { out: async () => {}, err: () => {}, outIsTerminal: false, errIsTerminal: false, width: 80, env: {} },
    () => {},
  );

/** @param version what package.json says */
export function generatedFiles(version: string): Readonly<Record<string, string>> {
  return { 'rules/README.md': rulesReadme(groups), 'man/cim-ready.1': manualPage(commandLine(), version) };
}
