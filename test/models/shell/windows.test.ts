import { describe, expect, it } from 'vitest';
import { invocationsOfWindows } from '../../../src/models/shell/windows.ts';

const found = (script: string) =>
  invocationsOfWindows(script).map(
    ({ argv, line, mask }) => `${line} ${argv.join(' ')}${mask === undefined ? '' : ' masked'}`,
  );

describe('scripts for PowerShell and cmd', () => {
  it.each<[string, string[]]>([
    ['cargo test', ['0 cargo test']],
    ['cargo build\ncargo test', ['0 cargo build masked', '1 cargo test']],
    ['cargo test `\n  --all', ['1 cargo test    --all'.replace(/ +/g, ' ')]],
    ['cargo test ^\r\n --all\r\necho x', ['1 cargo test --all']],
    ['cargo test | findstr x', ['0 cargo test masked']],
    ['cargo test\nif ($LASTEXITCODE) { exit 1 }\ncargo doc', ['0 cargo test', '2 cargo doc']],
    ['$x = 1\nWrite-Host y', []],
  ])('%j', (script, expected) => {
    expect(found(script)).toEqual(expected);
  });

  it('a line too long to be read starts something unknown, so that what stands before it does not count as last', () => {
    expect(found(`cargo test\n${'"a '.repeat(5_000)}`)).toEqual(['0 cargo test masked', '1 \u27ealine\u27eb']);
  });

  it('bears very many lines and continuations', () => {
    expect(found('cargo test\n'.repeat(20_000)).length).toBe(20_000);
    expect(found('cargo `\n'.repeat(20_000)).length).toBeLessThan(2);
  });
});
