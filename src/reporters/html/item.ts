/** One item of the checklist: its verdict, the standard's words, the evidence with its code, what to do. */
import type { CatalogueEntry, ReportEvidence, ReportItem } from '../../report.ts';
import type { Excerpt, Excerpts } from '../index.ts';
import { lookOf, marks } from '../paint.ts';
import { decisionsOf, placeOf } from '../words.ts';
import { wordOfLook } from './looks.ts';
import { type Markup, markup, prose } from './markup.ts';

export interface ItemOptions {
  /** The item's id in the page, for deep links. */
  readonly anchor: string;
  /** Of its heading. */
  readonly level: number;
  readonly about: CatalogueEntry | undefined;
  readonly excerpts: Excerpts;
  readonly linkOf: (found: ReportEvidence) => string | undefined;
}

/** More findings than this are folded away. */
const shownFindings = 5;

/** What passes needs no code to be believed at a glance; its link leads there. */
const none: Excerpts = new Map();

/** Findings beyond this stay in the JSON report: a page must open. */
const mostFindings = 300;

export function itemMarkup(item: ReportItem, options: ItemOptions): Markup {
  const look = lookOf(item);
  const { anchor, level } = options;
  const [headline, ...details] = item.evidence;
  const open: Markup = { html: `<h${level}>` };
  const close: Markup = { html: `</h${level}>` };
  return markup`<article class="item ${look}" id="${anchor}" tabindex="-1" data-look="${look}">
${open}<span class="badge ${look}"><span aria-hidden="true">${marks[look]}</span> ${wordOfLook(look)}</span> <span class="words">${item.text}</span>${close}
<p class="id"><a href="#${anchor}">${item.id}</a></p>
${headline === undefined ? '' : markup`<div class="headline">${evidence(headline, look === 'pass' ? { ...options, excerpts: none } : options)}</div>`}
${findings(details, look === 'fail' || look === 'error' || look === 'review', options)}
${decisionsOf(item).map((said) => markup`<p class="decision">${said}</p>`)}
${item.fix === undefined || look === 'pass' ? '' : markup`<p class="fix"><strong>To do:</strong> ${prose(item.fix)}</p>`}
${about(options.about)}</article>
`;
}

function findings(found: readonly ReportEvidence[], open: boolean, options: ItemOptions): Markup | undefined {
  if (found.length === 0) return undefined;
  const list = (part: readonly ReportEvidence[]) =>
    markup`<ul class="findings">${part.map((one) => markup`<li>${evidence(one, options)}</li>`)}</ul>`;
  const first = open ? found.slice(0, shownFindings) : [];
  const rest = found.slice(first.length, mostFindings);
  const left = found.length - first.length - rest.length;
  const more = first.length === 0 ? `${rest.length} more to see` : `${rest.length} more`;
  return markup`${first.length === 0 ? '' : list(first)}${
    rest.length === 0
      ? ''
      : markup`<details class="more"><summary>${more}</summary>${list(rest)}${left > 0 ? markup`<p>and ${left} more in the JSON report</p>` : ''}</details>`
  }`;
}

function evidence(found: ReportEvidence, { excerpts, linkOf }: ItemOptions): Markup {
  const place = placeOf(found);
  const url = linkOf(found);
  const where =
    place === ''
      ? ''
      : url === undefined
        ? markup`<code class="place">${place}</code> `
        : markup`<a class="place" href="${url}" rel="noreferrer"><code>${place}</code></a> `;
  const kind = found.waived ? markup`<em>waived</em> ` : found.note ? markup`<em>note</em> ` : '';
  const excerpt = found.line === undefined ? undefined : excerpts.get(`${found.path}:${found.line}`);
  return markup`${where}${kind}<span>${prose(found.message)}</span>${excerpt === undefined ? '' : code(excerpt, found, place)}`;
}

/** Numbers are drawn by the style, so that copying takes the code only. */
function code({ first, lines }: Excerpt, { line = 0, endLine = line }: ReportEvidence, place: string): Markup {
  const rows = lines.map((text, index) => {
    const number = first + index;
    const hit = number >= line && number <= endLine;
    const shown = text.replaceAll('\t', '    ') || ' ';
    return markup`<span class="line${hit ? ' hit' : ''}" data-n="${number}">${shown}</span>`;
  });
  return markup`<pre role="group" aria-label="Code at ${place}"><code>${rows}</code></pre>`;
}

function about(entry: CatalogueEntry | undefined): Markup | undefined {
  if (entry === undefined) return undefined;
  return markup`<details class="about"><summary>About this item</summary><dl><dt>Why</dt><dd>${prose(entry.why)}</dd><dt>How it is decided</dt><dd>${prose(entry.how)}</dd><dt>How to meet it</dt><dd>${prose(entry.fix)}</dd></dl></details>`;
}
