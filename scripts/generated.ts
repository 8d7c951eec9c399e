/** Every file of this repository that is made from its code, by path. */
import { groups } from '../rules/index.ts';
import { program } from '../src/commands/program.ts';
import { manualPage } from './manual-page.ts';
import { rulesReadme } from './rules-readme.ts';

/** @param version what package.json says */
export function generatedFiles(version: string): Readonly<Record<string, string>> {
  const nowhere = {
    out: async () => {},
    err: () => {},
    outIsTerminal: false,
    errIsTerminal: false,
    width: 80,
    env: {},
  };
  const root = program(nowhere, () => {});
  return { 'rules/README.md': rulesReadme(groups), 'man/cim-ready.1': manualPage(root, version) };
}
