/** The standard's section "2. Repository Standards", heading "Repository Files". */

import { isOlder, readToolchain } from '../src/models/cargo/toolchain.ts';
import type { CargoModuleResult } from '../src/models/cargo/workspace.ts';
import { findContacts, findOpenSlots } from '../src/models/community/contact.ts';
import { type ContributingGuide, readContributing } from '../src/models/community/contributing.ts';
import { findUnwanted, type UnwantedFile } from '../src/models/git/tracked-files.ts';
import { type Document, linksOf, proseOf, wordsOf } from '../src/models/page/document.ts';
import { resolveTarget } from '../src/models/page/link-target.ts';
import { joinPath } from '../src/models/text/paths.ts';
import { judgeLicenceFiles } from '../src/predicates/licence-files.ts';
import type { Repo } from '../src/repo.ts';
import { at, type Evidence, fail, note, open, pass, type RuleGroup, type Verdict, withFix } from '../src/rule.ts';

async function checkGitignore(repo: Repo): Promise<Verdict> {
  const { rules, folder } = repo.ignores();
  const cargo = await repo.cargoResult();
  if (rules.isEmpty)
    return withFix(
      'Add a .gitignore with `/target`.',
      fail(cargo.kind === 'absent' ? 'no .gitignore' : 'no .gitignore, so target/ is not ignored'),
    );
  const above = folder === '' ? '' : `${folder}/`;
  // `**/target/**` and `target/*` leave the folder itself.
  const target = rules.ignores(`${above}target/`) ?? rules.ignores(`${above}target/CACHEDIR.TAG`);
  if (cargo.kind !== 'absent' && target === undefined) return fail(at('.gitignore', 1, 'does not ignore target/'));
  const tracked = (await (await repo.git()).tracked()).filter(({ path }) => path.startsWith(above));
  const crates = cargo.kind === 'module' ? cargo.module.packages.map((one) => joinPath(folder, one.folder) ?? '') : [];
  const unwanted = findUnwanted(tracked, cargo.kind === 'absent' ? [] : [folder, ...crates], rules, (path) =>
    repo.repositoryFiles.bytes(path),
  );
  const show = ({ path, reason }: UnwantedFile) => at(repo.fromRepository(path), undefined, `is tracked and ${reason}`);
  const problems = unwanted.filter(({ forTests }) => !forTests).map(show);
  const notes = [...unwanted.filter(({ forTests }) => forTests).map(show), ...ignoredLock(repo, cargo)].map(note);
  const [first, ...rest] = problems;
  if (first && rest.length === 0) return fail(first, ...notes);
  if (first) return fail(`${problems.length} tracked files should not be`, first, ...rest, ...notes);
  const seen = `${tracked.length} tracked files, none that should not be`;
  return pass(
    target ? at(repo.fromRepository(target.file), target.line, `ignores target/ (${target.pattern}); ${seen}`) : seen,
    ...notes,
  );
}

function ignoredLock(repo: Repo, cargo: CargoModuleResult): Evidence[] {
  const { rules, folder } = repo.ignores();
  const by = rules.ignores(folder === '' ? 'Cargo.lock' : `${folder}/Cargo.lock`);
  const runs =
    cargo.kind === 'module' && cargo.module.packages.some(({ targets }) => targets.some(({ kind }) => kind === 'bin'));
  return by && runs
    ? [at(repo.fromRepository(by.file), by.line, 'ignores Cargo.lock, though the module has a binary')]
    : [];
}

async function checkToolchain(repo: Repo): Promise<Verdict> {
  const { packages } = await repo.cargo();
  // Where there are both, rustup takes the older name.
  const path = ['rust-toolchain', 'rust-toolchain.toml'].find((one) => repo.files.has(one));
  if (path === undefined) return fail('no rust-toolchain.toml');
  const toolchain = readToolchain(repo.files.text(path) ?? '');
  const old = path === 'rust-toolchain' ? [note(at(path, 1, 'rust-toolchain.toml is the name of today'))] : [];
  const where = (message: string) => at(path, toolchain.line, message);
  if (toolchain.kind === 'broken') return fail(where(toolchain.message), ...old);
  if (toolchain.kind === 'path') return fail(where(`path "${toolchain.path}" is a toolchain of one machine`), ...old);
  if (toolchain.kind === 'moving') return fail(where(`channel "${toolchain.channel}" pins no version`), ...old);
  const version = toolchain.kind === 'dated' ? toolchain.newest : toolchain.version;
  const newer = packages.filter(({ rustVersion }) => version && rustVersion && isOlder(version, rustVersion.value));
  const [first, ...rest] = newer.map(({ name, rustVersion }) =>
    at(
      rustVersion!.place.path,
      rustVersion!.place.line,
      `${toolchain.channel} is pinned, but ${name} needs ${rustVersion!.value}`,
    ),
  );
  return first ? fail(first, ...rest, ...old) : pass(where(`pinned to ${toolchain.channel}`), ...old);
}

/** Words below which a guide or a code says nothing. */
const GUIDE_WORDS = 50;

/** A sentence that takes over another code, and where to turn. */
const CODE_WORDS = 10;

/** The page, and the pages of the repository on contributing or developing that it sends the reader to, two steps far. */
async function readGuides(repo: Repo, path: string, page: Document): Promise<({ path: string } & ContributingGuide)[]> {
  const guides = [{ path, ...readContributing(page) }];
  const queue = [{ path, page, steps: 0 }];
  for (let next = queue.shift(); next !== undefined && guides.length < 12; next = queue.shift()) {
    for (const one of furtherGuides(next.path, next.page)) {
      if (!repo.files.has(one) || guides.some((guide) => guide.path === one)) continue;
      const further = await repo.page(one);
      guides.push({ path: one, ...readContributing(further) });
      if (next.steps === 0) queue.push({ path: one, page: further, steps: 1 });
    }
  }
  return guides;
}

function furtherGuides(path: string, page: Document): string[] {
  return linksOf(page)
    .map(({ target }) => resolveTarget(path, target))
    .flatMap((target) => (target.kind === 'file' ? [target.path] : []))
    .filter((one) => /(?:contribut|develop|build|test|hack)[^/]*(?:\/[^/]*)?\.(?:md|markdown)$/i.test(one));
}

async function checkContributing(repo: Repo): Promise<Verdict> {
  const { path, page } = await repo.communityPage('CONTRIBUTING');
  const guides = await readGuides(repo, path, page);
  const words = guides.reduce((sum, guide) => sum + guide.words, 0);
  const proposing = guides.find((guide) => guide.proposing !== undefined);
  const building = guides.find((guide) => guide.building !== undefined);
  const problems: Evidence[] = [];
  if (words < GUIDE_WORDS) problems.push(at(path, 1, `${words} words, ${GUIDE_WORDS} are asked for`));
  if (proposing === undefined) problems.push(at(path, 1, 'does not say how to propose a change'));
  if (building === undefined) problems.push(at(path, 1, 'does not say how to build or test'));
  const [first, ...rest] = problems;
  if (first) return fail(first, ...rest);
  return pass(
    at(proposing!.path, proposing!.proposing, `${words} words: how to propose a change`),
    at(building!.path, building!.building, 'how to build or test'),
  );
}

async function checkCodeOfConduct(repo: Repo): Promise<Verdict> {
  const { path, page } = await repo.communityPage('CODE_OF_CONDUCT');
  const speaks = proseOf(page.sections).find(({ text }) =>
    /\b(?:conduct|harass\w*|behavio\w*|respect\w*|welcom\w*|pledge)\b/i.test(text),
  );
  if (speaks === undefined) return fail(at(path, 1, 'the page says nothing on conduct'));
  const words = wordsOf(page.sections);
  const contacts = findContacts(page);
  const further = contacts.find(({ value }) => /conduct\/?(?:[#?].*)?$/i.test(value) && !value.includes('@'));
  if (further !== undefined && contacts.length === 1)
    return open(at(path, further.line, `leaves the contact to ${further.value}, which was not looked at`));
  const verdict = judgeContact(path, page);
  const elsewhere = linksOf(page).find(
    ({ target, text }) => /conduct/i.test(target + text) && /^https?:/i.test(target),
  );
  if (verdict.kind === 'pass' && elsewhere === undefined && words < CODE_WORDS)
    return fail(at(path, 1, `${words} words are no code of conduct`), ...verdict.evidence.map(note));
  if (verdict.kind === 'pass' || elsewhere === undefined || words > GUIDE_WORDS) return verdict;
  return open(
    at(path, elsewhere.line, `only links ${elsewhere.target}: whether that names a contact was not looked at`),
  );
}

async function checkSecurity(repo: Repo): Promise<Verdict> {
  const { path, page } = await repo.communityPage('SECURITY');
  return judgeContact(path, page, true);
}

/** A contact that is filled in; slots that were left open are shown in either case. */
function judgeContact(path: string, page: Document, privately = false): Verdict {
  const slots = findOpenSlots(page).map(({ text, line }) => at(path, line, `not filled in: ${text}`));
  const [slot, ...rest] = slots;
  const [first, ...more] = findContacts(page, privately);
  if (slot && (first === undefined || slots.some(({ message }) => /contact|e-?mail|method|address/i.test(message)))) {
    return fail(slot, ...rest);
  }
  if (first === undefined) {
    const image = linksOf(page).find(
      ({ kind, target, text }) => kind === 'image' && /contact|mail/i.test(text + target),
    );
    return image === undefined
      ? fail(at(path, 1, 'names no e-mail address, form or private reporting'))
      : open(
          at(path, image.line, `a contact may be in the image ${image.target}, which is not read: write it as text`),
        );
  }
  const others = more.map(({ kind, value, line }) => at(path, line, `${kind}: ${value}`));
  return pass(at(path, first.line, `${first.kind}: ${first.value}`), ...others, ...slots.map(note));
}

const group: RuleGroup = {
  slug: 'files',
  section: '2. Repository Standards',
  title: 'Repository Files',
  rules: [
    {
      id: 'files/license',
      text: 'LICENSE file (Apache-2.0 or MIT)',
      why: 'Without a licence nobody may use the module.',
      how: 'The text is recognised as Apache-2.0 or MIT, filled in, and agrees with package.license.',
      fix: 'Add the full text of the licence that Cargo.toml names.',
      check: judgeLicenceFiles,
    },
    {
      id: 'files/contributing',
      text: 'CONTRIBUTING.md with guidelines',
      why: 'A contributor should not have to ask how.',
      how: 'How to propose a change and how to build or test, at least 50 words.',
      fix: 'Say in CONTRIBUTING.md how to propose a change and how to run the tests.',
      check: checkContributing,
    },
    {
      id: 'files/code-of-conduct',
      text: 'CODE_OF_CONDUCT.md',
      why: 'People need to know where to turn.',
      how: 'A code of conduct with a contact filled in.',
      fix: 'Add CODE_OF_CONDUCT.md and fill in its contact.',
      check: checkCodeOfConduct,
    },
    {
      id: 'files/security',
      text: 'SECURITY.md with vulnerability reporting',
      why: 'A finder without a private channel reports in public.',
      how: 'A private way to report, filled in.',
      fix: "Name an e-mail address or GitHub's private reporting in SECURITY.md.",
      check: checkSecurity,
    },
    {
      id: 'files/gitignore',
      text: '.gitignore properly configured',
      why: 'Build output and keys do not belong in history.',
      how: 'target/ is ignored, and nothing is tracked that should not be.',
      fix: 'Ignore target/, and `git rm --cached` what should not be tracked.',
      check: checkGitignore,
    },
    {
      id: 'files/rust-toolchain',
      text: 'rust-toolchain.toml for version pinning',
      why: 'The same compiler everywhere, or bugs that only some see.',
      how: 'A version or a dated nightly is pinned, not older than rust-version.',
      fix: 'Write `[toolchain] channel = "1.85.0"` in rust-toolchain.toml.',
      check: checkToolchain,
    },
  ],
};

export default group;
