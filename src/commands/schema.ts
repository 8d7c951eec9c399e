/** `cim-ready schema NAME`: JSON Schema for programs and editors. */
import { z } from 'zod';
import { reportSchema } from '../schema/report.ts';
import { CannotRun } from './failure.ts';
import type { Terminal } from './terminal.ts';

export async function schema(name: 'report' | 'cim-yaml', terminal: Terminal): Promise<number> {
  if (name === 'cim-yaml') throw new CannotRun('the schema of cim.yaml is not part of this version');
  const printed = z.toJSONSchema(reportSchema, { target: 'draft-7', io: 'input' });
  await terminal.out(`${JSON.stringify(printed, null, 2)}\n`);
  return 0;
}
