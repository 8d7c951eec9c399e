import { describe, expect, test } from 'vitest';
import { parseMarkdown } from '../../../src/models/page/markdown.ts';
import { compareLicences, findLicenceMentions } from '../../../src/models/readme/licence-mentions.ts';

const named = (page: string) => findLicenceMentions(parseMarkdown(page)).named.map(({ ids, from }) => [from, ...ids]);

describe('findLicenceMentions', () => {
  test('sections, badges, links and sentences that name a licence', () => {
    expect(named('# x\n\n## License\n\nMIT.\n')).toEqual([['section', 'MIT']]);
    expect(named('# x\n\n![license MIT](https://a/b.svg)\n')).toEqual([['badge', 'MIT']]);
    expect(named('# x\n\n[MIT licence](LICENSE-MIT)\n')).toEqual([['link', 'MIT']]);
    expect(named('# x\n\nIt is licensed under Apache-2.0.\n')).toEqual([['sentence', 'Apache-2.0']]);
  });
  test("a section on others' licences names none of the page's own", () =>
    expect(named('# x\n\n## License of bundled fonts\n\nMIT.\n')).toEqual([]));
});

describe('compareLicences', () => {
  const mit = { ids: ['MIT'], line: 3, from: 'section' as const };
  const texts = [
    { id: 'MIT', file: 'LICENSE-MIT' },
    { id: 'Apache-2.0', file: 'LICENSE-APACHE' },
  ];
  test('tells what is strange, missing, and in a file without being named', () => {
    expect(compareLicences([mit], ['MIT', 'Apache-2.0'], texts)).toEqual({
      ...{ strange: [], missing: ['Apache-2.0'], known: ['MIT', 'Apache-2.0'] },
      unnamed: [{ id: 'Apache-2.0', file: 'LICENSE-APACHE' }],
    });
    expect(compareLicences([mit], ['Apache-2.0'], [])).toMatchObject({ strange: [{ id: 'MIT', line: 3 }] });
  });
  test('goes by the files where nothing is declared, and by nothing where there are none', () => {
    expect(compareLicences([mit], [], texts)).toMatchObject({ missing: ['Apache-2.0'], strange: [] });
    expect(compareLicences([mit], [], [])).toEqual({ strange: [], unnamed: [], missing: [], known: [] });
  });
});
