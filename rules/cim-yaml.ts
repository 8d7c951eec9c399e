/** The standard's section "3. Module Metadata", heading "cim.yaml Requirements". */
import { type RuleGroup, undecided } from '../src/rule.ts';

const group: RuleGroup = {
  slug: 'cim-yaml',
  section: '3. Module Metadata',
  title: 'cim.yaml Requirements',
  rules: [
    {
      id: 'cim-yaml/valid',
      text: 'cim.yaml: present and valid',
      why: 'The registry reads it.',
      how: 'Present, valid YAML, a `module` mapping, no duplicate keys.',
      fix: 'Add cim.yaml; `cim-ready schema cim-yaml` prints its schema.',
      check: undecided,
    },
    {
      id: 'cim-yaml/name',
      text: 'cim.yaml: name',
      why: 'The registry and Cargo must speak of the same thing.',
      how: '`cim-` and lower-case kebab, equal to package.name.',
      fix: "Set module.name to the package's name.",
      check: undecided,
    },
    {
      id: 'cim-yaml/type',
      text: 'cim.yaml: type',
      why: 'The registry sorts modules by it.',
      how: 'core, domain, integration or utility.',
      fix: 'Set module.type to core, domain, integration or utility.',
      check: undecided,
    },
    {
      id: 'cim-yaml/version',
      text: 'cim.yaml: version',
      why: 'Two versions are one too many.',
      how: "SemVer, equal to the manifest's.",
      fix: "Set module.version to the manifest's version.",
      check: undecided,
    },
    {
      id: 'cim-yaml/description',
      text: 'cim.yaml: description',
      why: 'It is what a search shows.',
      how: '10 characters or more, no placeholder.',
      fix: 'Describe the module in one sentence.',
      check: undecided,
    },
    {
      id: 'cim-yaml/status',
      text: 'cim.yaml: status',
      why: 'It is the claim that this tool checks.',
      how: 'template, development, production or deprecated; production only from 1.0.0 on.',
      fix: 'Set module.status to what the module is.',
      check: undecided,
    },
    {
      id: 'cim-yaml/category',
      text: 'cim.yaml: category',
      why: 'The registry groups modules by it.',
      how: 'A lower-case kebab word.',
      fix: 'Set module.category to one lower-case kebab word.',
      check: undecided,
    },
    {
      id: 'cim-yaml/maintainers',
      text: 'cim.yaml: maintainers',
      why: 'Somebody answers for the module.',
      how: 'At least one, each with a name and a valid @github handle.',
      fix: 'List each maintainer with name and "@handle".',
      check: undecided,
    },
    {
      id: 'cim-yaml/dependencies',
      text: 'cim.yaml: dependencies',
      why: 'The registry draws its graph from it.',
      how: "Exactly the manifest's cim-* dependencies, with requirements that agree.",
      fix: 'List each cim-* dependency of Cargo.toml with its requirement.',
      check: undecided,
    },
    {
      id: 'cim-yaml/keywords',
      text: 'cim.yaml: keywords',
      why: 'It is how the module is found.',
      how: 'At least one, unique, no placeholder.',
      fix: 'List a few words that somebody would search for.',
      check: undecided,
    },
  ],
};

export default group;
