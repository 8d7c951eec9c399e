/** What opens and closes something in most languages: where parsers are led astray first. */
export const delimiters = ['{', '}', '(', ')', '[', ']', '<', '>', '"', "'"] as const;
