/**
 * SARIF 2.1.0 (OASIS). By default only what somebody can act on at a line becomes a result: located findings of failing
 * items. Everything else stays in the checklist, where it does not drown the alerts.
 */
import type { Location, Log, ReportingDescriptor, Result, Run } from 'sarif';
import { fingerprintOf } from '../fingerprint.ts';
import {
  type CatalogueEntry,
  findingsOf,
  type Report,
  type ReportEvidence,
  type ReportItem,
  repositoryPath,
} from '../report.ts';
import { printable } from './escape.ts';
import { jsonText } from './json.ts';

export interface SarifOptions {
  /** All items with SARIF's kinds, located or not. */
  readonly all: boolean;
}

export function sarifReport(
  reports: readonly Report[],
  catalogue: readonly CatalogueEntry[],
  options: SarifOptions,
): string {
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: reports.map((report) => runOf(report, catalogue, options)),
  };
  return jsonText(log);
}

function runOf(report: Report, catalogue: readonly CatalogueEntry[], options: SarifOptions): Run {
  const rules = report.items.map((item) => descriptor(item, catalogue));
  const { repository } = report.module;
  return {
    tool: {
      driver: { name: report.tool.name, version: report.tool.version, semanticVersion: report.tool.version, rules },
    },
    automationDetails: { id: `cim-ready/${report.module.name}/` },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { '%SRCROOT%': { description: { text: 'the root of the repository' } } },
    ...(repository === undefined
      ? {}
      : {
          versionControlProvenance: [
            { repositoryUri: repository, ...(report.head === undefined ? {} : { revisionId: report.head }) },
          ],
        }),
    results: report.items.flatMap((item, ruleIndex) => resultsOf(report, item, ruleIndex, options)),
  };
}

function descriptor({ id, text }: ReportItem, catalogue: readonly CatalogueEntry[]): ReportingDescriptor {
  const known = catalogue.find((entry) => entry.id === id);
  const about =
    known === undefined
      ? {}
      : { fullDescription: { text: known.why }, help: { text: `${known.how}\n\nTo meet it: ${known.fix}` } };
  return {
    id,
    name: id.replace('/', '-'),
    shortDescription: { text },
    ...about,
    defaultConfiguration: { level: 'warning' },
  };
}

function resultsOf(report: Report, item: ReportItem, ruleIndex: number, { all }: SarifOptions): Result[] {
  const base = { ruleId: item.id, ruleIndex };
  if (item.verdict === 'fail') {
    const level = item.level === 'advisory' ? ('note' as const) : ('warning' as const);
    const found = findingsOf(item).filter((finding) => all || finding.path !== undefined);
    const seen = new Map<string, number>();
    return found.map((finding) => {
      const print = fingerprintOf(item.id, finding);
      const nth = (seen.get(print) ?? 0) + 1;
      seen.set(print, nth);
      return {
        ...base,
        kind: 'fail',
        level,
        ...finished(report, item, finding),
        partialFingerprints: { 'cimReady/v1': `${print}:${nth}` },
      };
    });
  }
  if (!all) return [];
  const [headline] = item.evidence;
  if (headline === undefined) return [];
  // SARIF has no kind for a check that broke: it could not look, which is `open`.
  const kind = item.verdict === 'error' ? 'open' : item.verdict;
  return [
    { ...base, kind, level: 'none', message: { text: printable(headline.message) }, ...located(report, item.evidence) },
  ];
}

function finished(
  report: Report,
  item: ReportItem,
  finding: ReportEvidence,
): Pick<Result, 'message' | 'locations' | 'suppressions'> {
  const advice = item.fix === undefined ? '' : ` — ${item.fix}`;
  const { waiver } = item;
  return {
    message: { text: printable(`${finding.message}${advice}`) },
    ...located(report, [finding]),
    ...(finding.waived && waiver !== undefined
      ? {
          suppressions: [
            {
              kind: 'external',
              status: 'accepted',
              justification: printable(`${waiver.reason} (${waiver.by}, until ${waiver.until})`),
            },
          ],
        }
      : {}),
  };
}

function located(report: Report, evidence: readonly ReportEvidence[]): { locations?: Location[] } {
  const locations = evidence.flatMap(({ path, line, column, endLine }): Location[] => {
    if (path === undefined) return [];
    const uri = repositoryPath(report, path).split('/').map(encodeURIComponent).join('/');
    const region = {
      startLine: line ?? 1,
      ...(column === undefined ? {} : { startColumn: column }),
      ...(endLine === undefined ? {} : { endLine }),
    };
    return [{ physicalLocation: { artifactLocation: { uri, uriBaseId: '%SRCROOT%' }, region } }];
  });
  return locations.length === 0 ? {} : { locations };
}
