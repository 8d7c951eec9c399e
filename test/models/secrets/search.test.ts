import { describe, expect, test } from 'vitest';
import { type HistoryText, searchFiles, searchHistory } from '../../../src/models/secrets/search.ts';
import { expandSample } from './samples.ts';

const token = expandSample('ghp_{62:36}');

async function* history(entries: readonly HistoryText[]): AsyncGenerator<HistoryText> {
  yield* entries;
}

const lines = (commit: string, path: string, line: number, ...added: string[]): HistoryText => ({
  kind: 'lines',
  commit,
  path,
  line,
  lines: added,
});

describe('files', () => {
  test('are searched, counted, or said to be unread', () => {
    const search = searchFiles([
      { path: 'a.env', text: `\nTOKEN=${token}\n` },
      { path: 'b.rs', text: 'fn b() {}' },
      { path: 'c.png', unread: 'binary' },
      { path: 'd.txt', unread: 'unreadable' },
    ]);
    expect(search).toMatchObject({ searched: 2, binary: 1, unreadable: ['d.txt'] });
    expect(search.found.map(({ path, line, kind }) => `${path}:${line} ${kind}`)).toEqual(['a.env:2 github-token']);
  });
});

describe('a history', () => {
  test('is searched in added lines, messages and tags, with the line in the file', async () => {
    const { found, commits } = await searchHistory(
      history([
        lines('c3'.repeat(20), 'src/a.rs', 7, 'fn a() {', `    let token = "${token}";`),
        { kind: 'message', commit: 'c2'.repeat(20), text: `fix: use ${expandSample('glpat-{64:20}')}` },
        { kind: 'tag', tag: 'v1.0.0', text: `notes\n\nkey ${expandSample('AKIA{32:16}')}` },
      ]),
      () => false,
    );
    expect(found.map(({ where, line, kind }) => `${where}:${line} ${kind}`)).toEqual([
      'commit c3c3c3c3c3, src/a.rs:8 github-token',
      'message of commit c2c2c2c2c2:1 gitlab-token',
      'message of tag v1.0.0:3 aws-access-key-id',
    ]);
    expect(commits).toBe(2);
    expect(JSON.stringify(found)).not.toContain(token.slice(6));
  });

  test('tells one credential once, with the commit that brought it in', async () => {
    const newest = lines('b'.repeat(40), 'b.env', 1, `TOKEN=${token}`);
    const oldest = lines('a'.repeat(40), 'a.env', 4, `TOKEN=${token}`);
    const { found } = await searchHistory(history([newest, oldest]), () => false);
    expect(found.map(({ where, line }) => `${where}:${line}`)).toEqual(['commit aaaaaaaaaa, a.env:4']);
  });

  test('leaves out what the paths say', async () => {
    const { found } = await searchHistory(
      history([lines('a'.repeat(40), 'vendor/a.env', 1, `TOKEN=${token}`)]),
      (path) => path.startsWith('vendor/'),
    );
    expect(found).toEqual([]);
  });
});
