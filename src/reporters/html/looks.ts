/** The looks of items in the order of the filters and of the bar. */
import type { Look } from '../paint.ts';

export const looks: readonly { readonly look: Look; readonly word: string }[] = [
  { look: 'fail', word: 'Fail' },
  { look: 'error', word: 'Error' },
  { look: 'advisory', word: 'Advisory' },
  { look: 'waived', word: 'Waived' },
  { look: 'review', word: 'To review' },
  { look: 'open', word: 'Open' },
  { look: 'pass', word: 'Pass' },
  { look: 'notApplicable', word: 'Not applicable' },
];

export const wordOfLook = (look: Look): string => looks.find((known) => known.look === look)?.word ?? look;
