/** The forms a report can take. Each reporter is loaded when its form is asked for. */
import type { CatalogueEntry, Report } from '../report.ts';
import type { TextOptions } from './text.ts';

export const formats = ['text', 'json', 'sarif', 'junit', 'github', 'markdown', 'html', 'badge'] as const;

export type Format = (typeof formats)[number];

/** Lines of a file around a finding. */
export interface Excerpt {
  /** Number of the first line. */
  readonly first: number;
  readonly lines: readonly string[];
}

/** By `path:line` of the evidence. */
export type Excerpts = ReadonlyMap<string, Excerpt>;

export interface RenderOptions {
  readonly text: TextOptions;
  /** The standard's own pages, for forms that carry help. */
  readonly catalogue: readonly CatalogueEntry[];
  /** For each report, the code that its findings are about, where the files were at hand. */
  readonly excerpts?: readonly Excerpts[];
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
    case 'html':
      return (await import('./html.ts')).htmlReport(reports, options.catalogue, options.excerpts ?? []);
    case 'badge':
      return (await import('./badge.ts')).badgeReport(reports);
  }
}
