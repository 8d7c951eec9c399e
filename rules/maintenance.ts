/** The standard's section "Maintenance Requirements", heading "Once in production". */
import type { AdvisoryCheck } from '../src/models/advisory/match.ts';
import { onceInProduction } from '../src/predicates/production.ts';
import { at, fail, note, open, pass, type RuleGroup, type Verdict } from '../src/rule.ts';

const onGitHub = (what: string) => onceInProduction(() => open(`only GitHub knows ${what}`));

const overReleases = (what: string) =>
  onceInProduction(async (repo) => {
    const { tags } = await repo.releases();
    const few = tags.length < 2;
    return open(
      few
        ? `${what}: fewer than two releases are here to compare`
        : `${what}: this version of cim-ready does not compare releases`,
    );
  });

const group: RuleGroup = {
  slug: 'maintenance',
  section: 'Maintenance Requirements',
  title: 'Once in production',
  rules: [
    {
      id: 'maintenance/security-updates',
      text: 'Security updates within 48 hours',
      why: 'A known hole is used within days.',
      how: 'No RustSec advisory older than 48 hours affects Cargo.lock.',
      fix: 'Upgrade the packages listed.',
      check: onceInProduction(async (repo) => {
        if (repo.settings.advisoryDb === undefined) return open('no RustSec database: give one with --advisory-db');
        const checked = await repo.advisories();
        if (checked === undefined) return open('no Cargo.lock is tracked: which versions are in use is unknown');
        return judgeUpdates(checked, repo.settings.today);
      }),
    },
    {
      id: 'maintenance/bug-fixes',
      text: 'Bug fixes within 1 week',
      why: 'Production users wait.',
      how: 'No open bug is older than a week. Only GitHub knows, which is not asked: open.',
      fix: 'Fix or close the bugs listed.',
      check: onGitHub('which bugs are open'),
    },
    {
      id: 'maintenance/feature-requests',
      text: 'Feature requests evaluated monthly',
      why: 'An answer costs little, silence costs users.',
      how: 'Each was answered by a maintainer within a month. Only GitHub knows, which is not asked: open.',
      fix: 'Answer the requests listed.',
      check: onGitHub('which requests were answered'),
    },
    {
      id: 'maintenance/breaking-changes',
      text: 'Breaking changes require major version bump',
      why: 'Users upgrade minors without reading.',
      how: 'Between successive release tags, breaking changes came with a major version. Only the last one is compared (api/stability): open.',
      fix: 'Release breaking changes as a major version.',
      check: overReleases('breaking changes'),
    },
    {
      id: 'maintenance/deprecation',
      text: 'Deprecation notices 2 versions in advance',
      why: 'Users need time to move.',
      how: 'Every #[deprecated] has since and note; what was removed had been deprecated for two versions. Releases are not compared yet: open.',
      fix: 'Deprecate with since and note, two versions before removing.',
      check: overReleases('deprecations'),
    },
  ],
};

const DAY = 24 * 60 * 60 * 1000;

/** RustSec dates advisories by day: one of the day before yesterday may not be 48 hours old yet. */
function judgeUpdates({ lockfile, newest, matches, unread }: AdvisoryCheck, today: string): Verdict {
  const holes = matches.filter(({ advisory }) => advisory.informational === undefined);
  const evidence = holes.map(({ advisory: { id, title, date }, package: { name, version, line } }) => {
    const found = at(lockfile.path, line, `${name} ${version}: ${id} of ${date}, ${title}`);
    return Date.parse(today) - Date.parse(date) <= 2 * DAY ? note(found) : found;
  });
  const old = evidence.filter(({ note: noted }) => noted !== true);
  const recent = evidence.filter(({ note: noted }) => noted === true);
  if (old.length > 0)
    return fail(
      at(lockfile.path, undefined, `${old.length} of the advisories on locked packages are older than 48 hours`),
      ...old,
      ...recent,
    );
  if (unread.length > 0) return open(`an advisory on ${unread[0]} could not be read`, ...recent);
  return pass(at(lockfile.path, undefined, `no advisory older than 48 hours, database up to ${newest}`), ...recent);
}

export default group;
