import type { CimYamlProblem } from '../../src/models/cim-yaml/cim-yaml.ts';
import { readCimYaml } from '../../src/models/cim-yaml/cim-yaml.ts';
import { dependenciesProblems } from '../../src/models/cim-yaml/dependencies.ts';
import * as fields from '../../src/models/cim-yaml/fields.ts';
import { readMaintainers } from '../../src/models/review/review-process.ts';

/** Every problem that any item finds in a cim.yaml. */
export function readFieldProblems(text: string): CimYamlProblem[] {
  const file = readCimYaml(text);
  if (file.unread) return [];
  const judges = Object.entries(fields).filter(([name]) => name.endsWith('Problems'));
  if (file.module !== undefined) readMaintainers(file.module);
  return [
    ...file.problems,
    ...judges.flatMap(([, judge]) => (judge as fields.FieldJudge)(file, undefined)),
    ...dependenciesProblems(file, undefined),
  ];
}
