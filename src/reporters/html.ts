/**
 * The report as one HTML file: no network, no inline handlers, and a content security policy under which only the style
 * and the script that stand in it run, so that nothing a repository puts into a message can.
 */
import { createHash } from 'node:crypto';
import type { CatalogueEntry, Report } from '../report.ts';
import { escaped, type Markup, markup } from './html/markup.ts';
import { moduleSection, moduleSlugs, moduleSummary } from './html/module.ts';
import { script } from './html/script.ts';
import { style } from './html/style.ts';
import { toolbar } from './html/toolbar.ts';
import type { Excerpts } from './index.ts';
import { countsInWords } from './words.ts';

/** @param excerpts for each report, in order; may be shorter */
export function htmlReport(
  reports: readonly Report[],
  catalogue: readonly CatalogueEntry[],
  excerpts: readonly Excerpts[],
): string {
  const slugs = moduleSlugs(reports);
  const sections = reports.map((report, index) =>
    moduleSection(report, { catalogue, excerpts: excerpts[index] ?? new Map(), slug: slugs[index] }),
  );
  const [first] = reports;
  const title = reports.length === 1 && first !== undefined ? first.module.name : `${reports.length} modules`;
  const body = markup`
<a class="skip" href="#checklist">Skip to the checklist</a>
<header><p class="kicker">Production readiness</p><h1>${title}</h1>${reports.length === 1 && first !== undefined ? moduleSummary(first) : overview(reports, slugs)}</header>
${toolbar(reports)}
<main id="checklist" tabindex="-1">${sections}</main>
<footer><p>${first === undefined ? '' : `${first.tool.name} ${first.tool.version}`}, ${first?.standard.title ?? ''}</p></footer>`;
  return page(`${title}: production readiness`, body);
}

function page(title: string, body: Markup): string {
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    `script-src '${hashOf(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>${body.html}
<script>${script}</script>
</body>
</html>
`;
}

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** The modules at a glance. */
function overview(reports: readonly Report[], slugs: readonly (string | undefined)[]): Markup {
  const heads = ['Module', 'Pass', 'Fail', 'Waived', 'To review', 'Open', 'Error', 'Not applicable'];
  const rows = reports.map((report, index) => {
    const { summary: s } = report;
    const cells = [s.pass, s.fail, s.waived, s.review, s.open, s.error, s.notApplicable];
    return markup`<tr title="${countsInWords(report)}"><th scope="row"><a href="#${slugs[index] ?? ''}">${report.module.name}</a></th>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>`;
  });
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="Modules"><table><thead><tr>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;
}
