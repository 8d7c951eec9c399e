// The package ships no types.
declare module 'spdx-expression-parse' {
  type Expression =
    | { license: string; plus?: true; exception?: string }
    | { conjunction: 'and' | 'or'; left: Expression; right: Expression };
  /** @throws Error where the text is no expression */
  export default function parse(text: string): Expression;
}
