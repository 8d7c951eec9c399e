/** Filters over the checklist. Shown by the script: without it there is nothing to filter with. */
import type { Report } from '../../report.ts';
import { lookOf, marks } from '../paint.ts';
import { looks } from './looks.ts';
import { type Markup, markup } from './markup.ts';

export function toolbar(reports: readonly Report[]): Markup {
  const items = reports.flatMap((report) => report.items);
  const boxes = looks.flatMap(({ look, word }) => {
    const count = items.filter((item) => lookOf(item) === look).length;
    if (count === 0) return [];
    return [
      markup`<label class="chip ${look}"><input type="checkbox" name="look" value="${look}"> <span aria-hidden="true">${marks[look]}</span> ${word} <b>${count}</b></label>`,
    ];
  });
  const sections = [...new Set(reports.flatMap(({ standard }) => standard.groups.map(({ section }) => section)))];
  return markup`<form id="filters" role="search" aria-label="Filter the checklist" hidden>
<fieldset><legend>Verdict</legend><div class="chips">${boxes}</div></fieldset>
<div class="fields">
<label>Section <select name="section"><option value="">All sections</option>${sections.map((section) => markup`<option>${section}</option>`)}</select></label>
<label>Text <input type="search" name="text" autocomplete="off" spellcheck="false" placeholder="words, an id, a path"></label>
<button type="button" id="all">Show all</button>
<button type="button" id="unfold" aria-pressed="false">Unfold everything</button>
</div>
<output id="shown" aria-live="polite">${items.length} of ${items.length} items</output>
</form>`;
}
