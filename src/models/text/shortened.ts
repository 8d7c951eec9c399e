/** @param most characters that are shown, the mark for what is left out among them */
export const shortened = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;
