import type { WordPart, WordToken } from './lexer.ts';

/** What a shell knows of its variables; a name that is absent may hold anything. */
export type Variables = ReadonlyMap<string, string>;

/** The arguments that a word becomes: none when it is an empty variable, several when one holds blanks. Unknown variables stay as `$NAME`. */
export function expandWord(word: WordToken, variables: Variables): string[] {
  const fields: string[] = [];
  let open = false;
  const append = (text: string): void => {
    if (open) fields[fields.length - 1] += text;
    else fields.push(text);
    open = true;
  };
  for (const part of word.parts) {
    const text = valueOfPart(part, variables);
    if (part.kind !== 'variable' || part.quoted || text === undefined) {
      append(text ?? spelled(part));
      continue;
    }
    const pieces = text.split(/\s+/);
    pieces.forEach((piece, n) => {
      if (n > 0) open = false;
      if (piece !== '') append(piece);
    });
  }
  return fields;
}

/** As one text, for assignments and comparisons; undefined when a part is unknown. */
export function expandText(word: WordToken, variables: Variables): string | undefined {
  const parts = word.parts.map((part) => valueOfPart(part, variables));
  return parts.includes(undefined) ? undefined : parts.join('');
}

function valueOfPart(part: WordPart, variables: Variables): string | undefined {
  if (part.kind === 'text') return part.text.includes('\u27ea') ? undefined : part.text;
  if (part.kind === 'command') return undefined;
  return variables.get(part.name) ?? part.fallback;
}

function spelled(part: WordPart): string {
  if (part.kind === 'text') return part.text;
  return part.kind === 'variable' ? `$${part.name}` : '$(…)';
}

/** The commands whose output is put into a word. */
export function substitutionsIn(word: WordToken): Extract<WordPart, { kind: 'command' }>[] {
  return word.parts.filter((part) => part.kind === 'command');
}
