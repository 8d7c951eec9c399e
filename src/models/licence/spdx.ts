/** Licence expressions of manifests: SPDX as crates.io takes it. */
import parseExpression from 'spdx-expression-parse';

export type SpdxExpression =
  | { readonly license: string; readonly plus?: true; readonly exception?: string }
  | { readonly conjunction: 'and' | 'or'; readonly left: SpdxExpression; readonly right: SpdxExpression };

export type SpdxResult =
  | { readonly ok: true; readonly expression: SpdxExpression; readonly legacySlash: boolean }
  | { readonly ok: false; readonly message: string };

/**
 * Reads `package.license`. Cargo's old `MIT/Apache-2.0` means OR and is still taken; operators in lower case and names that
 * are no SPDX identifier (`Apache 2.0`, `mit`) are not, and are never corrected: a correction would drop licences.
 */
export function parseSpdx(text: string): SpdxResult {
  const legacySlash = text.includes('/');
  const lower = text.split(/[\s()]+/).find((word) => /^(?:and|or|with)$/i.test(word) && word !== word.toUpperCase());
  if (lower !== undefined) return { ok: false, message: `operator \`${lower}\` must be \`${lower.toUpperCase()}\`` };
  try {
    const expression = parseExpression(text.replaceAll('/', ' OR '));
    return { ok: true, expression, legacySlash };
  } catch (error) {
    const detail = error instanceof Error && error.message !== '' ? `: ${error.message}` : '';
    return { ok: false, message: `\`${text}\` is no SPDX expression${detail}` };
  }
}

/** The identifiers in an expression, in order, each once: `MIT OR Apache-2.0` gives both. */
export function licencesIn(expression: SpdxExpression): readonly string[] {
  if ('license' in expression) return [expression.license];
  return [...new Set([...licencesIn(expression.left), ...licencesIn(expression.right)])];
}
