/** The forms a report can take. Each reporter is loaded when its form is asked for. */
import type { CatalogueEntry, Report } from '../report.ts';
import type { TextOptions } from './text.ts';

export const formats = ['text', 'json', 'sarif', 'junit', 'github', 'markdown', 'badge'] as const;

export type Format = (typeof formats)[number];

export interface RenderOptions {
  readonly text: TextOptions;
  /** The standard's own pages, for forms that carry help. */
  readonly catalogue: readonly CatalogueEntry[];
}

/** @returns the whole text of one or several modules' reports, ending in a newline */
export async function render(format: Format, reports: readonly Report[], options: RenderOptions): Promise<string> {
  switch (format) {
    case 'text': {
      const { textReport, textTable } = await import('./text.ts');
      const texts = reports.map((report) => textReport(report, options.text));
      return texts.join('\n') + (reports.length > 1 ? textTable(reports, options.text) : '');
    }
    case 'json':
      return (await import('./json.ts')).jsonReport(reports);
    case 'sarif':
      return (await import('./sarif.ts')).sarifReport(reports, options.catalogue, { all: options.text.verbose });
    case 'junit':
      return (await import('./junit.ts')).junitReport(reports);
    case 'github':
      return (await import('./github.ts')).githubReport(reports);
    case 'markdown':
      return (await import('./markdown.ts')).markdownReport(reports);
    case 'badge':
      return (await import('./badge.ts')).badgeReport(reports);
  }
}
