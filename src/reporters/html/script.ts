/** The page's behaviour: filters, deep links, unfolding, printing. Plain text, since its hash stands in the page's policy. */
export const script = `
'use strict';
const form = document.getElementById('filters');
const shown = document.getElementById('shown');
const unfold = document.getElementById('unfold');
const items = [...document.querySelectorAll('.item')];
const parents = [...document.querySelectorAll('.group'), ...document.querySelectorAll('.section')];
const texts = new Map();
const textOf = (item) => {
  if (!texts.has(item)) texts.set(item, item.textContent.toLowerCase().replace(/\\s+/g, ' '));
  return texts.get(item);
};
function filter() {
  const data = new FormData(form);
  const looks = data.getAll('look');
  const section = data.get('section');
  const words = data.get('text').toLowerCase().split(/\\s+/).filter(Boolean);
  let count = 0;
  for (const item of items) {
    const fits = (looks.length === 0 || looks.includes(item.dataset.look))
      && (section === '' || item.closest('.section').dataset.section === section)
      && words.every((word) => textOf(item).includes(word));
    item.hidden = !fits;
    if (fits) count += 1;
  }
  for (const parent of parents) parent.hidden = parent.querySelector('.item:not([hidden])') === null;
  shown.textContent = count + ' of ' + items.length + ' items';
}
function follow() {
  let id = location.hash.slice(1);
  try { id = decodeURIComponent(id); } catch { return; }
  const target = id === '' ? null : document.getElementById(id);
  if (target === null) return;
  if (target.closest('[hidden]') !== null) { form.reset(); filter(); }
  target.scrollIntoView();
  target.focus({ preventScroll: true });
}
const folds = () => [...document.querySelectorAll('main details, header details')];
form.addEventListener('input', filter);
form.addEventListener('submit', (event) => event.preventDefault());
document.getElementById('all').addEventListener('click', () => { form.reset(); filter(); });
unfold.addEventListener('click', () => {
  const open = unfold.getAttribute('aria-pressed') !== 'true';
  unfold.setAttribute('aria-pressed', String(open));
  for (const fold of folds()) fold.open = open;
});
let folded = [];
addEventListener('beforeprint', () => {
  folded = folds().filter((fold) => !fold.open && !fold.classList.contains('about'));
  for (const fold of folded) fold.open = true;
});
addEventListener('afterprint', () => { for (const fold of folded) fold.open = false; });
addEventListener('hashchange', follow);
const reach = () => {
  // Code that sticks out must be scrolled by keyboard too; the rest would only be in the way of the tabulator.
  const wide = [...document.querySelectorAll('pre')].map((pre) => [pre, pre.scrollWidth > pre.clientWidth]);
  for (const [pre, sticksOut] of wide) {
    if (sticksOut) pre.tabIndex = 0;
    else pre.removeAttribute('tabindex');
  }
};
addEventListener('resize', reach);
document.addEventListener('toggle', reach, true);
form.hidden = false;
filter();
follow();
reach();
`;
