/** Lines a build script prints for cargo, and the `format!` strings they are made with. */
import type { Value } from './value.ts';

/** Stands in a formatted text for what is not known. */
export const gap = '\0';

/** `format!`'s text. @param named values that the string itself names: `{name}` */
export function formatted(template: string, args: readonly Value[], named: (name: string) => Value): string {
  let next = 0;
  return template.replace(/\{\{|\}\}|\{([^{}]*)\}/g, (whole: string, inside: string | undefined) => {
    if (inside === undefined) return whole[0]!;
    const [name = '', style = ''] = inside.split(':');
    let value: Value | undefined;
    if (name === '') value = args[next++];
    else value = /^\d+$/.test(name) ? args[Number(name)] : named(name);
    return written(value, style);
  });
}

function written(value: Value | undefined, style: string): string {
  if (value?.kind === 'number' && style === '') return String(value.value);
  if (value?.kind !== 'text') return gap;
  if (style === '?') return JSON.stringify(value.value);
  return style === '' ? value.value : gap;
}

export function isComplete(text: string): boolean {
  return !text.includes(gap);
}

/** Options that printed text sets; one whose name is not known is `?`. Source: the Cargo Book, "Outputs of the build script". */
export function printedOptions(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const option = /^\s*cargo::?rustc-cfg=(.*)$/.exec(line)?.[1]?.trim();
    if (option === undefined) return [];
    return [isComplete(option) ? option : '?'];
  });
}
