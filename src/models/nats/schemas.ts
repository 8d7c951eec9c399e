/** Commands and events that go over NATS, and where their fields are written down: nats/schemas. */
import type { EventType } from '../events/event-types.ts';
import type { CodePlace, CrateModel, Definition } from '../rust/crate/crate-model.ts';
import { isUnwritten } from '../text/placeholder.ts';

export interface Message extends CodePlace {
  readonly item: string;
  /** What the code itself has for a schema. */
  readonly documented: 'schemars' | 'complete rustdoc' | null;
  /** Its name and those of its fields and variants. */
  readonly words: readonly string[];
}

const helper = /(?:Handler|Error|Result|Bus|Store|Status|Id|Builder|Config|Router|Dispatcher|Response|Ack)$/;

/** Enums and structs that are events, called …Command, or stand in a `commands` module and can be serialized. */
export function messages(model: CrateModel, events: readonly EventType[]): Message[] {
  const ofEvents = events.flatMap(({ shapes }) => shapes);
  const commands = model.definitions.filter(
    (one) =>
      (one.kind === 'enum' || one.kind === 'struct') &&
      !one.inBody &&
      !helper.test(one.name) &&
      !isTyped(one) &&
      (/[a-z]Command$/.test(one.name) || (isIn(one, /^commands?$/) && derives(one, 'Serialize', 'Deserialize'))),
  );
  return [...new Set([...ofEvents, ...commands])].map((definition) => {
    const { path, line, column } = model.placeOf(definition);
    return { item: model.pathOf(definition), path, line, column, ...described(definition) };
  });
}

/** What a user types on the command line, which goes over no wire unless it is serialized too. */
const isTyped = (definition: Definition): boolean =>
  derives(definition, 'Parser', 'Args', 'Subcommand', 'StructOpt') && !derives(definition, 'Serialize', 'Deserialize');

function described(definition: Definition): Pick<Message, 'documented' | 'words'> {
  const members = membersOf(definition);
  const isWhole = [definition, ...members].every((part) => part.name === '0' || isDocumented(part));
  const words = [definition, ...members].map(({ name }) => name).filter((word) => !/^\d+$/.test(word));
  return { documented: derives(definition, 'JsonSchema') ? 'schemars' : isWhole ? 'complete rustdoc' : null, words };
}

function isIn(definition: Definition, name: RegExp): boolean {
  for (let outer = definition.parent; outer !== undefined; outer = outer.parent) if (name.test(outer.name)) return true;
  return false;
}

const derives = ({ attributes }: Definition, ...names: string[]): boolean =>
  attributes.some(
    ({ path, list }) => path === 'derive' && list.some((meta) => names.includes(meta.path.split('::').at(-1) ?? '')),
  );

const isDocumented = ({ attributes }: Definition): boolean =>
  attributes.some(({ doc }) => doc !== undefined && (doc.text === undefined || says(doc.text)));

/** Words, and not only that they are still to come. */
const says = (text: string): boolean => /\p{L}/u.test(text) && !isUnwritten(text);

/** Schema files of the formats that consumers generate code from. */
export const isSchemaFile = (path: string): boolean =>
  /(?:^|\/)asyncapi[^/]*\.(?:ya?ml|json)$|\.schema\.json$|\.proto$|(?:^|\/)schemas?\/.*\.(?:json|ya?ml)$/i.test(path);

/** The words of schema files and documentation pages, by path: what names are looked up in. */
export type SchemaWords = ReadonlyMap<string, ReadonlySet<string>>;

/** @param texts by path */
export const readSchemas = (texts: ReadonlyMap<string, string>): SchemaWords =>
  new Map([...texts].map(([path, text]) => [path, new Set(text.match(/\w+/g))]));

/** @returns the schema that names a message with all its fields: a file, or what the code itself has */
export function schemaOf({ documented, words }: Message, schemas: SchemaWords): string | undefined {
  return documented ?? [...schemas].find(([, named]) => words.every((word) => hasWord(named, word)))?.[0];
}

function membersOf(definition: Definition): Definition[] {
  return definition.members
    .filter(({ kind }) => kind === 'field' || kind === 'variant')
    .flatMap((member) => [member, ...membersOf(member)]);
}

/** The name itself, or as JSON and protobuf spell it. */
function hasWord(named: ReadonlySet<string>, word: string): boolean {
  const camel = word.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return [word, camel].some((form) => named.has(form.replace(/\W/g, '')));
}
