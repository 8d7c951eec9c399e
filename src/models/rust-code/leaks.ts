import { commentsAbove } from '../rust/comments.ts';
import type { CrateModel } from '../rust/crate/crate-model.ts';
import { fullPath } from '../rust-bodies/callee.ts';
import { type CodeBody, codeBodies } from '../rust-bodies/code-bodies.ts';
import type { Mark } from './mark.ts';

/** A place where code gives memory up on purpose, or keeps a destructor from running: `Box::leak`, `mem::forget`, `ManuallyDrop`. */
export interface DeliberateLeak extends Mark {
  /** A comment at the place speaks of it. */
  readonly explained: boolean;
}

const STD = /^(?:std|core|alloc)::/;

/** All deliberate leaks in the code of a crate; test code is not among it. */
export function deliberateLeaks(model: CrateModel): DeliberateLeak[] {
  return codeBodies(model).flatMap((code) => {
    // Few bodies hold one of the words: the others are not read.
    if (!/\b(?:leak|forget|ManuallyDrop)\b/.test(code.body.source.rangeText(code.body.range))) return [];
    return code.body.calls.flatMap((call) => {
      const what = call.kind === 'path' ? leakOf(code, call.path) : undefined;
      if (what === undefined) return [];
      return [{ place: code.placeOf(call.token), what, explained: isExplained(code, call.token) }];
    });
  });
}

function leakOf(code: CodeBody, path: readonly string[]): string | undefined {
  const [name, owner] = [path.at(-1), path.at(-2)];
  const relevant = name === 'leak' || name === 'forget' || owner === 'ManuallyDrop';
  if (!relevant) return undefined;
  const resolved = fullPath(code, path).replace(/<.*>/g, '');
  // `Box` and `Vec` stand in the prelude, so that they may stay as they are written.
  const known = STD.test(resolved)
    ? resolved
    : /^(?:Box|Vec|String)::leak$/.test(resolved)
      ? `std::${resolved}`
      : undefined;
  if (known === undefined) return undefined;
  const leak = /\b(Box|Vec|String)::leak$/.exec(known)?.[0];
  if (leak !== undefined) return leak;
  if (known.endsWith('mem::forget')) return 'mem::forget';
  return /\bManuallyDrop::new$/.test(known) ? 'ManuallyDrop' : undefined;
}

/** A comment above, or behind on the same line, of a few words at least. */
function isExplained({ body }: CodeBody, token: number): boolean {
  const { source } = body;
  const start = source.tokens.start[token] ?? 0;
  const end = source.text.indexOf('\n', start);
  const behind = /\/\/+\s*(.*)$/.exec(source.text.slice(start, end < 0 ? undefined : end))?.[1] ?? '';
  const texts = [behind, ...commentsAbove(source, token).map(({ text }) => text)];
  return texts.some((text) => text.split(/\s+/).filter((word) => /\w{2}/.test(word)).length >= 3);
}
