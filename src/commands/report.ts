/** `cim-ready report FILE…`: prints saved reports again, in any form. */
import { endWith, type PrintOptions, printReports, refuseTargets } from './print.ts';
import { readReports } from './saved.ts';
import type { Terminal } from './terminal.ts';

/** @throws CannotRun when a file is no report, or the output cannot be written */
export async function report(
  files: readonly string[],
  options: PrintOptions & { readonly strict?: true },
  terminal: Terminal,
): Promise<number> {
  refuseTargets(options);
  const reports = files.flatMap(readReports);
  await printReports(
    reports.map((one) => ({ report: one })),
    options,
    terminal,
  );
  return endWith(reports, options, terminal);
}
