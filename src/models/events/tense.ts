/** Whether a type's name states something that has happened. */

const irregular: ReadonlySet<string> = new Set(
  'sent paid built begun broken brought bought caught chosen cut done drawn driven fallen felt fed found forgotten forgiven frozen gone given grown held hidden hit hurt kept known laid led left lent lost made meant met overridden put read rebuilt reset rewritten run rung said seen set shown shut sold split spent stood stolen struck swept taken taught thrown told understood undone unset upheld withdrawn withheld won written rerun resent overdue born bound spun sunk swapped'.split(
    ' ',
  ),
);

/** Words that end in -ed and state no past. */
const present: ReadonlySet<string> = new Set(
  'need feed speed seed embed bed red shed bleed exceed proceed succeed breed weed deed reed creed indeed hundred'.split(
    ' ',
  ),
);

/** Verbs that are no nouns: a name that begins with one asks for something, whatever is past in what it asks for. */
const asking: ReadonlySet<string> = new Set('create delete remove add insert enable disable ensure'.split(' '));

/** @returns true for `OrderPlaced`, `PolicyAddedToSet`, `MessageSentV2`; false for `StreamChunk`, `CreateOrder`, `CreateSharedOrder` */
export function isPastTense(name: string): boolean {
  const words = (name.replace(/Event$/, '').match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? []).map((word) =>
    word.toLowerCase(),
  );
  const told = asking.has(words[0] ?? '') ? words.slice(-1) : words;
  return told.some((word) => irregular.has(word) || (/[a-z]{2}ed$/.test(word) && !present.has(word)));
}
