/** Derives of other crates that write items with names of their own, as far as those are known; all others add impls alone. */
import type { Attribute, EnumItem, Item, StructItem } from '../syntax.ts';

export interface DerivedItems {
  /** Where the derive is named. */
  readonly offset: number;
  readonly text: string;
}

type Writer = (item: Item, attributes: readonly Attribute[]) => string | undefined;

interface KnownDerive {
  readonly crates: readonly string[];
  readonly name: string;
  readonly write: Writer;
}

/** By the crate that has them: the derive's name and what it writes, undocumented unless a document comes with it. */
const derives: readonly KnownDerive[] = [
  { crates: ['bevy_ecs_macros', 'bevy_ecs', 'bevy'], name: 'FromTemplate', write: template },
  { crates: ['derive_builder'], name: 'Builder', write: builder },
  { crates: ['strum', 'strum_macros'], name: 'EnumDiscriminants', write: discriminants },
  { crates: ['enum_kinds'], name: 'EnumKind', write: kinds },
];

/** The derives of the list that a crate with these dependencies can mean. */
export class KnownDerives {
  readonly #dependencies: ReadonlySet<string>;
  readonly #known: readonly KnownDerive[];

  constructor(dependencies: readonly string[]) {
    this.#dependencies = new Set(dependencies);
    this.#known = derives.filter(({ crates }) => crates.some((crate) => this.#dependencies.has(crate)));
  }

  /**
   * @param attributes those in force
   * @param imported where an import finds a name
   */
  itemsOf(
    item: Item,
    attributes: readonly Attribute[],
    imported: (name: string) => readonly string[] | undefined,
  ): readonly DerivedItems[] {
    if (this.#known.length === 0 || (item.kind !== 'struct' && item.kind !== 'enum')) return [];
    const named = attributes.flatMap((attribute) => (/(^|::)derive$/.test(attribute.path) ? attribute.list : []));
    return named.flatMap(({ path, span }) => {
      const segments = path.split('::').filter((segment) => segment !== '');
      const text = this.#find(segments.length === 1 ? (imported(path) ?? segments) : segments)?.write(item, attributes);
      return text === undefined ? [] : [{ offset: span.start, text }];
    });
  }

  /** A name that comes from another dependency is another derive. */
  #find(path: readonly string[]): KnownDerive | undefined {
    const [first = ''] = path;
    return this.#known.find(
      ({ name, crates }) => name === path.at(-1) && (crates.includes(first) || !this.#dependencies.has(first)),
    );
  }
}

function template(item: Item): string {
  return `${visibilityOf(item)}struct ${item.name}Template {}`;
}

/** A documented builder with a setter for each field, documented as the field is. */
function builder(item: Item, attributes: readonly Attribute[]): string | undefined {
  if (item.kind !== 'struct' || item.form !== 'named' || isConfigured(item, attributes)) return undefined;
  const setters = item.fields.map((field) => {
    const documented = field.attributes.some((attribute) => attribute.doc !== undefined);
    return `${documented ? '#[doc = ""] ' : ''}${visibilityOf(item)}fn ${field.name}(&mut self) -> &mut Self {}`;
  });
  const own = `#[doc = ""] ${visibilityOf(item)}fn build(&self) {}`;
  const name = `${item.name}Builder`;
  return `#[doc = ""] ${visibilityOf(item)}struct ${name} {} impl ${name} { ${setters.join(' ')} ${own} }`;
}

/** Names, visibility and setters can be chosen by attributes. */
function isConfigured({ fields }: StructItem, attributes: readonly Attribute[]): boolean {
  const all = [...attributes, ...fields.flatMap((field) => field.attributes)];
  return all.some((attribute) => attribute.path === 'builder');
}

function discriminants(item: Item, attributes: readonly Attribute[]): string | undefined {
  if (item.kind !== 'enum') return undefined;
  const settings = attributes.filter((attribute) => attribute.path === 'strum_discriminants');
  const chosen = settings.flatMap((attribute) => attribute.list).filter((part) => /^(name|vis|doc)$/.test(part.path));
  return chosen.length > 0 ? undefined : enumOf(`${item.name}Discriminants`, item);
}

function kinds(item: Item, attributes: readonly Attribute[]): string | undefined {
  const setting = attributes.find((attribute) => attribute.path === 'enum_kind');
  const name = setting?.list[0]?.path;
  return item.kind !== 'enum' || name === undefined || setting!.list.length > 1 ? undefined : enumOf(name, item);
}

function enumOf(name: string, item: EnumItem): string {
  return `${visibilityOf(item)}enum ${name} { ${item.variants.map((variant) => variant.name).join(', ')} }`;
}

function visibilityOf({ source, visibility }: Item): string {
  return 'span' in visibility ? `${source.spanText(visibility.span)} ` : '';
}
