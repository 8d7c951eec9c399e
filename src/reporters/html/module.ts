/** One module's part of the page: what it is, its counts, the standard as a checklist. */
import { type CatalogueEntry, type Report, type ReportItem, repositoryPath } from '../../report.ts';
import type { Excerpts } from '../index.ts';
import { lookOf } from '../paint.ts';
import { countsInWords } from '../words.ts';
import { commitUrl, fileUrl } from './forge.ts';
import { itemMarkup } from './item.ts';
import { looks } from './looks.ts';
import { type Markup, markup } from './markup.ts';

export interface ModuleOptions {
  readonly catalogue: readonly CatalogueEntry[];
  readonly excerpts: Excerpts;
  /** Begins the ids of a module where the page has several; undefined where it has one. */
  readonly slug: string | undefined;
}

/** Names for links, one for each module, all different; none where there is only one module. */
export function moduleSlugs(reports: readonly Report[]): (string | undefined)[] {
  if (reports.length < 2) return reports.map(() => undefined);
  const used = new Set<string>();
  return reports.map(({ module }) => {
    const base = module.name.replace(/[^\w.-]+/g, '-');
    let slug = base;
    for (let count = 2; used.has(slug); count++) slug = `${base}-${count}`;
    used.add(slug);
    return slug;
  });
}

export function moduleSection(report: Report, options: ModuleOptions): Markup {
  const { slug } = options;
  const level = slug === undefined ? 2 : 3;
  const sections = [...new Set(report.standard.groups.map(({ section }) => section))];
  const head = slug === undefined ? undefined : markup`<h2>${report.module.name}</h2>${moduleSummary(report)}`;
  return markup`<div class="module"${slug === undefined ? '' : markup` id="${slug}" tabindex="-1"`}>${head}
${sections.map((section) => sectionMarkup(report, section, level, options))}</div>`;
}

/** What the module is, its counts, and what the run has to say. */
export const moduleSummary = (report: Report): Markup =>
  markup`${facts(report)}${bar(report)}<p class="counts">${countsInWords(report)}</p>${notes(report)}`;

function facts({ module, head, tool }: Report): Markup {
  const url = commitUrl(module.repository, head);
  const commit =
    head === undefined
      ? undefined
      : url === undefined
        ? markup`<code>${head.slice(0, 12)}</code>`
        : markup`<a href="${url}" rel="noreferrer"><code>${head.slice(0, 12)}</code></a>`;
  const pairs: [string, string | Markup | undefined][] = [
    ['Version', module.version],
    ['Kind', module.kind],
    ['Commit', commit],
    ['Folder', module.folder],
    ['Judged by', `${tool.name} ${tool.version}`],
  ];
  const shown = pairs.filter(([, value]) => value !== undefined);
  return markup`<dl class="facts">${shown.map(([term, value]) => markup`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** The counts as one bar; drawn by attributes, since the page allows no inline style. */
function bar({ items }: Report): Markup {
  const counts = looks.map(({ look }) => items.filter((item) => lookOf(item) === look).length);
  let x = 0;
  const parts = looks.map(({ look }, index) => {
    const width = ((counts[index] ?? 0) / Math.max(1, items.length)) * 100;
    const part = markup`<rect class="${look}" x="${x.toFixed(3)}" y="0" width="${width.toFixed(3)}" height="4"></rect>`;
    x += width;
    return width === 0 ? '' : part;
  });
  return markup`<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">${parts}</svg>`;
}

function notes({ notes }: Report): Markup | undefined {
  if (notes.length === 0) return undefined;
  return markup`<details class="notes"><summary>Notes on this run (${notes.length})</summary><ul>${notes.map(
    ({ path, line, message }) =>
      markup`<li>${path === undefined ? '' : markup`<code>${path}${line === undefined ? '' : `:${line}`}</code> `}${message}</li>`,
  )}</ul></details>`;
}

function sectionMarkup(report: Report, section: string, level: number, options: ModuleOptions): Markup | undefined {
  const groups = report.standard.groups.filter((group) => group.section === section);
  const parts = groups.map(({ slug, title }) => {
    const items = report.items.filter(({ id }) => id.startsWith(`${slug}/`));
    return items.length === 0 ? undefined : groupMarkup(report, title, items, level + 1, options);
  });
  if (parts.every((part) => part === undefined)) return undefined;
  return markup`<section class="section" data-section="${section}">${heading(level, section)}${parts}</section>`;
}

function groupMarkup(
  report: Report,
  title: string,
  items: readonly ReportItem[],
  level: number,
  { catalogue, excerpts, slug }: ModuleOptions,
): Markup {
  const passed = items.filter(({ verdict }) => verdict === 'pass').length;
  const applicable = items.filter(({ verdict }) => verdict !== 'notApplicable').length;
  const count = applicable === 0 ? 'not applicable' : `${passed} of ${applicable}`;
  const { repository } = report.module;
  const shown = items.map((item) =>
    itemMarkup(item, {
      anchor: slug === undefined ? item.id : `${slug}/${item.id}`,
      level: level + 1,
      about: catalogue.find(({ id }) => id === item.id),
      excerpts,
      linkOf: ({ path, line, endLine }) =>
        path === undefined ? undefined : fileUrl(repository, report.head, repositoryPath(report, path), line, endLine),
    }),
  );
  return markup`<div class="group">${heading(level, title, count)}${shown}</div>`;
}

/** @param level 2 to 6; the tag's name is ours, never a repository's */
function heading(level: number, text: string, count?: string): Markup {
  const open: Markup = { html: `<h${level}>` };
  const close: Markup = { html: `</h${level}>` };
  return markup`${open}${text}${count === undefined ? '' : markup` <small>${count}</small>`}${close}`;
}
