/**
 * How literals are written in a file: in `code` a literal stands in quotes and a bare word is an expression; in `config`
 * a bare word is a value; in `prose` both occur, and words are cheap.
 */
export type TextSyntax = 'code' | 'config' | 'prose';

const CODE = new Set(
  'rs go py js mjs cjs ts mts cts jsx tsx vue svelte java kt kts scala c h cc cpp cxx hpp cs php rb swift m mm ex exs erl hs ml nix lua dart sql groovy gradle zig'.split(
    ' ',
  ),
);
const PROSE = new Set('md markdown rst adoc txt tex org html htm'.split(' '));

/** The syntax a file's name tells; without a name everything counts as configuration, the strictest reading. */
export function syntaxOf(path: string | undefined): TextSyntax {
  const name = path?.slice(path.lastIndexOf('/') + 1).toLowerCase() ?? '';
  const extension = name.includes('.') ? name.slice(name.lastIndexOf('.') + 1) : '';
  if (CODE.has(extension)) return 'code';
  return PROSE.has(extension) ? 'prose' : 'config';
}
