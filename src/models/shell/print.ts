import { shortened } from '../text/shortened.ts';
import type { Command, Pipeline } from './parser.ts';

/** The name of the program that a command starts. */
export function nameOf(command: Command | undefined): string {
  return command?.kind === 'simple' ? (command.words[0]?.source ?? 'a command') : 'a command';
}

/** A pipeline in one line, cut to 60 characters. */
export function printed(pipeline: Pipeline | undefined): string {
  return `${pipeline?.negated ? '! ' : ''}${printedPlain(pipeline)}`;
}

/** As `printed`, without a leading `!`. */
export function printedPlain(pipeline: Pipeline | undefined): string {
  const text = (pipeline?.commands ?? [])
    .map((command) =>
      command.kind === 'simple'
        ? [...command.assignments, ...command.words].map((word) => word.source).join(' ')
        : '{ … }',
    )
    .join(' | ');
  return shortened(text, 60);
}
