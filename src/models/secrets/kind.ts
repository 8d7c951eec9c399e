/**
 * One kind of credential: how its vendor writes it, in our own words.
 * Exactly one of `token` (the credential tells itself apart) and `value` (only the name beside it does) is given.
 */
export interface SecretKind {
  /** Stable, kebab-case; people put it into waivers. */
  readonly id: string;
  /** The vendor's short name; several kinds share it. */
  readonly vendor: string;
  /** What a message calls it. */
  readonly what: string;
  /** Lower-case literals; without one of them nothing is tried. For `value` kinds: words of the name it is assigned to. */
  readonly keywords: readonly string[];
  /** The whole token. Begins at the keyword unless `lead` says how many characters before it a token may begin. */
  readonly token?: RegExp;
  readonly lead?: number;
  /** The whole value on the right of an assignment to a name that holds a keyword. */
  readonly value?: RegExp;
  /** False for a value whose decoded form shows that it is none of the kind. */
  readonly accepts?: (value: string) => boolean;
  /** Least Shannon entropy of the value, bits per character. */
  readonly entropy?: number;
  /** Samples (see test/models/secrets/samples.ts for the `{62:36}` notation, which keeps them from looking like live tokens). */
  readonly real: readonly string[];
  readonly fake: readonly string[];
}

/** A credential found. Never carries the value, only its redacted form. */
export interface SecretFinding {
  readonly kind: string;
  readonly what: string;
  /** 1-based, in the text that was scanned. */
  readonly line: number;
  readonly column: number;
  readonly redacted: string;
  /** Tells whether two findings are the same credential within one run; 16 bits, too few to find the value by. */
  readonly mark: number;
}

export interface SecretScan {
  readonly findings: readonly SecretFinding[];
  /** Lines that repeat a keyword too often to be searched wholly, 1-based. */
  readonly skippedLines: readonly number[];
}
