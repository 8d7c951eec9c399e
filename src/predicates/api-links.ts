/** Whether the README leads to the documentation of the API: docs/readme-api-links. */
import { type ApiLink, readApiLinks } from '../models/readme/api-links.ts';
import { isTemplatePage } from '../models/text/placeholder.ts';
import type { Repo } from '../repo.ts';
import { at, type Evidence, fail, note, pass, review, type Verdict, withFix } from '../rule.ts';

export async function judgeApiLinks(repo: Repo): Promise<Verdict> {
  const links = await apiLinks(repo);
  const { path, notes } = await repo.readme();
  const where = ({ link }: ApiLink, message: string): Evidence =>
    at(path, link.line, `${message}: ${link.target}`, link.column);
  const alive = links.filter(({ target }) => repo.isAlive(target));
  const dead = links.filter(({ target }) => !repo.isAlive(target));
  const unfilled = alive.filter((one) => one.role === 'api' && leadsToTemplate(repo, one));
  const templates = unfilled.map((one) => where(one, 'a template that nobody filled in'));
  const more = [...dead.map((one) => note(where(one, 'leads to no file of the repository'))), ...notes];
  const api = alive.find((one) => one.role === 'api' && !unfilled.includes(one));
  if (api) return pass(where(api, 'API documentation'), ...templates.map(note), ...more);
  const [broken, ...others] = dead
    .filter(({ role }) => role === 'api')
    .map((one) => where(one, 'the API documentation it names is not there'));
  if (broken) return withFix('Correct the links listed.', fail(broken, ...others, ...templates, ...notes));
  const [template, ...rest] = templates;
  if (template) return withFix('Fill in the page, or link https://docs.rs/NAME.', fail(template, ...rest, ...more));
  const documentation = alive.find(({ role }) => role === 'documentation');
  if (documentation) return review(where(documentation, 'documentation that may hold the API'), ...more);
  return fail(at(path, undefined, 'no link to docs.rs, a documentation site or a page on the API'), ...more);
}

async function apiLinks(repo: Repo): Promise<ApiLink[]> {
  const { packages } = await repo.cargo();
  const { path, page } = await repo.readme();
  const sites = packages.flatMap(({ documentation, homepage }) =>
    [documentation, homepage].flatMap((one) => one?.value ?? []),
  );
  const [repository] = await repo.homepages();
  const names = packages.map(({ name }) => name);
  return readApiLinks(page, { page: path, names, sites, ...(repository === undefined ? {} : { repository }) });
}

function leadsToTemplate(repo: Repo, { target }: ApiLink): boolean {
  const text = target.kind === 'file' ? repo.files.text(target.path) : undefined;
  return text !== undefined && isTemplatePage(text);
}
