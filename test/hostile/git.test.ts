/** Repositories whose git metadata was made to run programs, to show what is not theirs, or to break the reader. */

import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';
import { indexOf } from '../temporary.ts';
import { type Attack, attacks, listsItsCases } from './harness.ts';
import type { Place } from './place.ts';

const linear = 'git/linear-history';

/** A crate in a repository, whose configuration then gets these lines. */
const configured = (name: string, lines: (place: Place) => string, attributes = ''): Attack => ({
  name,
  build: (place) => {
    place.crate(attributes === '' ? {} : { '.gitattributes': attributes });
    place.commit();
    place.commit('feat: more');
    place.write({ '.git/config': `${place.read('.git/config')}${lines(place)}\n` });
  },
  expect: { items: { [linear]: /^pass/ } },
});

describe('configuration', () => {
  attacks([
    configured('core.fsmonitor', ({ trap }) => `[core]\nfsmonitor = ${trap}`),
    {
      name: 'core.hooksPath and hooks in place',
      build: (place) => {
        place.crate();
        place.commit();
        for (const hook of ['post-index-change', 'reference-transaction', 'pre-auto-gc', 'post-checkout'])
          writeFileSync(join(place.module, '.git/hooks', hook), readFileSync(place.trap), { mode: 0o755 });
        place.write({ '.git/config': `${place.read('.git/config')}[core]\nhooksPath = .git/hooks\n` });
      },
      expect: { items: { [linear]: /^pass/ } },
    },
    configured(
      'core.sshCommand, askPass, gitProxy',
      ({ trap }) =>
        `[core]\nsshCommand = ${trap}\naskPass = ${trap}\ngitProxy = ${trap}\n[remote "origin"]\nurl = ssh://x/y\n[credential]\nhelper = !${trap}`,
    ),
    configured(
      'pagers and editors',
      ({ trap }) => `[core]\npager = ${trap}\neditor = ${trap}\n[pager]\nlog = ${trap}\nfor-each-ref = ${trap}`,
    ),
    configured(
      'diff.external and textconv',
      ({ trap }) => `[diff]\nexternal = ${trap}\n[diff "evil"]\ntextconv = ${trap}\ncommand = ${trap}`,
      '* diff=evil\n',
    ),
    configured(
      'filters: clean, smudge, process',
      ({ trap }) => `[filter "evil"]\nclean = ${trap}\nsmudge = ${trap}\nprocess = ${trap}\nrequired = true`,
      '* filter=evil\n',
    ),
    configured(
      'aliases of what is run',
      ({ trap }) =>
        `[alias]\nlog = !${trap}\nls-files = !${trap}\ncat-file = !${trap}\nfor-each-ref = !${trap}\nrev-list = !${trap}`,
    ),
    configured('include and includeIf', ({ trap, base }) => {
      writeFileSync(join(base, 'more'), `[core]\nfsmonitor = ${trap}\n`);
      return `[include]\npath = ${base}/more\n[includeIf "gitdir:/"]\npath = ${base}/more\n[includeIf "onbranch:**"]\npath = ${base}/more`;
    }),
    configured(
      'gpg.program with log.showSignature',
      ({ trap }) => `[log]\nshowSignature = true\n[gpg]\nprogram = ${trap}\n[gpg "ssh"]\nprogram = ${trap}`,
    ),
    configured(
      'a promisor remote that runs a program',
      ({ trap }) => `[extensions]\npartialClone = origin\n[remote "origin"]\nurl = ext::${trap} %S\npromisor = true`,
    ),
    configured('core.worktree that names another folder', ({ outside }) => `[core]\nworktree = ${outside}`),
    configured(
      'uploadpack.packObjectsHook and core.alternateRefsCommand',
      ({ trap }) => `[uploadpack]\npackObjectsHook = ${trap}\n[core]\nalternateRefsCommand = ${trap}`,
    ),
    configured('configuration of 200,000 sections', () =>
      Array.from({ length: 200_000 }, (_, at) => `[a${at} "b"]\nc=1`).join('\n'),
    ),
    configured('configuration that does not end', () => '[core "\\\n'.repeat(2_000)),
    {
      ...configured(
        'an address with a password',
        () => '[remote "origin"]\nurl = https://user:hunter2secret@github.com/a/b.git',
      ),
      expect: { hides: /hunter2secret/ },
    },
    {
      ...configured(
        'an address of escape sequences',
        () => '[remote "origin"]\nurl = "https://github.com/\u001b]0;owned\u0007/b\u001b[2J.git"',
      ),
      expect: {},
    },
    {
      ...configured(
        'an address that is script',
        () => '[remote "origin"]\nurl = "javascript:alert(1)//github.com/a/b\\"><img src=x onerror=alert(1)>"',
      ),
      expect: {},
    },
  ]);
});

/** A crate with two commits, and then something done to its repository. */
const broken = (name: string, harm: (place: Place) => void, expected: Attack['expect'] = {}): Attack => ({
  name,
  build: (place) => {
    place.crate();
    place.commit();
    place.commit('feat: more');
    harm(place);
  },
  expect: expected,
});

const objectOf = (place: Place, name: string): string => {
  const hash = place.git('rev-parse', name).trim();
  return `.git/objects/${hash.slice(0, 2)}/${hash.slice(2)}`;
};
const overwrite = (place: Place, path: string, bytes: Uint8Array): void => {
  chmodSync(join(place.module, path), 0o644);
  place.write({ [path]: bytes });
};

describe('where the repository is', () => {
  attacks([
    broken(
      'a .git file that names a repository elsewhere',
      (place) => {
        execFileSync('git', ['init', '-q', place.outside]);
        place.remove('.git');
        place.write({ '.git': `gitdir: ${place.outside}/.git\n` });
      },
      { items: { [linear]: /^open: .*not followed/ }, looksAt: ['.git/commondir', '.git/config'] },
    ),
    broken(
      'a .git link that leads out',
      (place) => {
        execFileSync('git', ['init', '-q', place.outside]);
        place.remove('.git');
        place.link(`${place.outside}/.git`, '.git');
      },
      { items: { [linear]: /^open: .*not followed/ }, looksAt: ['.git/commondir', '.git/config'] },
    ),
    broken(
      'a .git file that names itself',
      (place) => {
        place.remove('.git');
        place.write({ '.git': 'gitdir: .git\n' });
      },
      { items: { [linear]: /^open/ } },
    ),
    broken(
      'alternates that lead out',
      (place) => place.write({ '.git/objects/info/alternates': `${place.outside}\n` }),
      { items: { [linear]: /^open/ } },
    ),
    broken(
      'a git folder of somebody else',
      (place) => {
        execFileSync('chown', ['-R', '1234', place.module]);
      },
      { items: { [linear]: /^pass/ } },
    ),
    broken(
      'refs that are a link out',
      (place) => {
        place.remove('.git/refs');
        place.link(place.outside, '.git/refs');
      },
      { items: { [linear]: /^open/ } },
    ),
    broken(
      'objects that are a link out',
      (place) => {
        execFileSync('mv', [join(place.module, '.git/objects'), join(place.outside, 'objects')]);
        place.link(join(place.outside, 'objects'), '.git/objects');
      },
      { items: { [linear]: /^open/ } },
    ),
    broken('an index that is a link out', (place) => {
      place.remove('.git/index');
      place.link(join(place.outside, 'secret.txt'), '.git/index');
    }),
    broken(
      'a bare repository for a module',
      (place) => {
        place.remove('src');
        place.remove('Cargo.toml');
        execFileSync('sh', ['-c', 'mv .git/* . && rmdir .git'], { cwd: place.module });
      },
      { code: 2, stderr: /is in a repository without files/ },
    ),
    broken(
      'submodules with hostile addresses',
      (place) => {
        const hash = place.git('rev-parse', 'HEAD').trim();
        place.write({
          '.gitmodules': `[submodule "-u${place.trap}"]\npath = sub\nurl = ext::${place.trap}\nupdate = !${place.trap}\n[submodule "../../x"]\npath = ../../x\nurl = --upload-pack=${place.trap}\n`,
        });
        place.git('update-index', '--add', '--cacheinfo', `160000,${hash},sub`);
        place.git('add', '.gitmodules');
        place.git('commit', '-q', '-m', 'feat: submodules');
      },
      { note: /submodules/ },
    ),
  ]);
});

describe('objects and refs', () => {
  attacks([
    broken('a missing object', (place) => place.remove(objectOf(place, 'HEAD~1')), {
      items: { [linear]: /^open: git log failed/ },
    }),
    broken('an object of garbage', (place) => overwrite(place, objectOf(place, 'HEAD'), Buffer.from('garbage')), {
      items: { [linear]: /^open: git log failed/ },
    }),
    broken(
      'a corrupt pack',
      (place) => {
        place.git('gc', '-q');
        for (const name of readdirSync(join(place.module, '.git/objects/pack')).filter((file) =>
          file.endsWith('.pack'),
        ))
          overwrite(
            place,
            `.git/objects/pack/${name}`,
            readFileSync(join(place.module, '.git/objects/pack', name)).fill(7, 12, 60),
          );
      },
      { items: { [linear]: /^open: git log failed/ } },
    ),
    broken(
      'a pack index of garbage',
      (place) => {
        place.git('gc', '-q');
        for (const name of readdirSync(join(place.module, '.git/objects/pack')).filter((file) => file.endsWith('.idx')))
          overwrite(place, `.git/objects/pack/${name}`, Buffer.alloc(2_000, 0xff));
      },
      { items: { [linear]: /^open: git log failed/ } },
    ),
    broken('an index of garbage', (place) => place.write({ '.git/index': 'DIRC\0\0\0\u0002\xff\xff\xff\xff' }), {
      items: { [linear]: /^open: \.git\/index is damaged/ },
    }),
    broken(
      'an index of garbage with a right checksum',
      (place) => place.write({ '.git/index': indexOf('DIRC\0\0\0\u0002\xff\xff\xff\xff') }),
      { items: { [linear]: /^open: git ls-files failed/ } },
    ),
    broken(
      'replace refs that hide a merge',
      (place) => {
        place.git('checkout', '-q', '-b', 'topic', 'HEAD~1');
        place.commit('feat: topic');
        place.git('checkout', '-q', 'main');
        place.git('merge', '-q', '--no-ff', '-m', 'merge', 'topic');
        place.git('replace', 'HEAD', place.git('rev-parse', 'HEAD~1').trim());
      },
      { items: { [linear]: /^fail: 1 merge/ } },
    ),
    broken('grafts', (place) => place.write({ '.git/info/grafts': `${place.git('rev-parse', 'HEAD').trim()}\n` }), {
      items: { [linear]: /^pass: 2 commits/ },
    }),
    broken(
      'a forged commit-graph',
      (place) => {
        place.git('commit-graph', 'write', '--reachable');
        overwrite(place, '.git/objects/info/commit-graph', Buffer.alloc(4_000, 1));
      },
      { items: { [linear]: /^pass: 2 commits/ } },
    ),
    broken('refs and tags of control characters', (place) => {
      const head = place.git('rev-parse', 'HEAD').trim();
      for (const name of ['v1.0.0\u001b[31m', 'a\nb', 'x\u0007y', 'v9.9.9\u202e'])
        place.write({ [`.git/refs/tags/${name}`]: `${head}\n` });
      place.write({
        '.git/packed-refs': `${head} refs/tags/../../evil\n${head} refs/heads/--upload-pack=${place.trap}\n${head} refs/tags/v1.0.1\n`,
      });
    }),
    broken('tags whose messages steer the terminal', (place) => {
      place.git('tag', '-a', 'v0.1.0', '-m', 'x\u001b]8;;http://evil\u0007click\u001b]8;;\u0007');
      place.commit('feat: \u001b[2J\u001b]0;owned\u0007 <img src=x onerror=alert(1)> `]]> ::error::owned');
    }),
    broken('tags that point in a ring of objects and to trees', (place) => {
      const tree = place.git('rev-parse', 'HEAD^{tree}').trim();
      place.git('tag', 'v1.0.0', tree);
      let inner = place.git('rev-parse', 'HEAD').trim();
      for (let at = 0; at < 60; at++) {
        place.git('tag', '-f', '-a', '-m', 'x', `v2.0.${at}`, inner);
        inner = place.git('rev-parse', `v2.0.${at}`).trim();
      }
    }),
    broken('a head that is nonsense', (place) => place.write({ '.git/HEAD': 'ref: ../../../etc/passwd\n' }), {
      items: { [linear]: /^open: \.git\/HEAD/ },
    }),
    broken('a branch that names itself', (place) => place.write({ '.git/refs/heads/main': 'ref: refs/heads/main\n' })),
    broken(
      'a git folder of pipes',
      (place) => {
        for (const name of ['HEAD', 'packed-refs', 'config', 'shallow', 'index']) {
          place.remove(`.git/${name}`);
          execFileSync('mkfifo', [join(place.module, '.git', name)]);
        }
      },
      { items: { [linear]: /^open/ } },
    ),
    broken(
      'a lock left behind and a rebase under way',
      (place) =>
        place.write({
          '.git/index.lock': '',
          '.git/HEAD.lock': '',
          '.git/rebase-merge/git-rebase-todo': `exec ${place.trap}\n`,
          '.git/MERGE_HEAD': 'x\n',
        }),
      { items: { [linear]: /^pass/ } },
    ),
    {
      name: 'commits with impossible dates, empty names and no message',
      build: (place) => {
        place.crate();
        place.commit();
        const tree = place.git('rev-parse', 'HEAD^{tree}').trim();
        const dates = ['99999999999999999999 +0000', '-1 +9999', 'x y', '0 -0000'];
        let parent = place.git('rev-parse', 'HEAD').trim();
        for (const date of dates) {
          const text = `tree ${tree}\nparent ${parent}\nauthor  <> ${date}\ncommitter <<>\u001b[31m> ${date}\nencoding \u001b[31m\n\n`;
          parent = place.gitWith(text, 'hash-object', '-t', 'commit', '-w', '--literally', '--stdin').trim();
        }
        place.git('update-ref', 'refs/heads/main', parent);
      },
      expect: { items: { [linear]: /^(?:pass|open)/ } },
    },
  ]);
});

listsItsCases('git', 'Git repositories');
