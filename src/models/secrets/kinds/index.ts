import type { SecretKind } from '../kind.ts';
import { aiKinds } from './ai.ts';
import { cloudKinds } from './cloud.ts';
import { codeHostingKinds } from './code-hosting.ts';
import { gitlabKinds } from './gitlab.ts';
import { infrastructureKinds } from './infrastructure.ts';
import { messagingKinds } from './messaging.ts';
import { monitoringKinds } from './monitoring.ts';
import { packagesKinds } from './packages.ts';
import { paymentKinds } from './payment.ts';
import { protocolKinds } from './protocol.ts';
import { servicesKinds } from './services.ts';
import { slackKinds } from './slack.ts';
import { socialKinds } from './social.ts';

/** Every kind of credential with a form of its own. Generic assignments, keys in PEM and URLs are read by code, not by this table. */
export const KINDS: readonly SecretKind[] = [
  ...cloudKinds,
  ...infrastructureKinds,
  ...codeHostingKinds,
  ...packagesKinds,
  ...messagingKinds,
  ...paymentKinds,
  ...monitoringKinds,
  ...servicesKinds,
  ...protocolKinds,
  ...aiKinds,
  ...socialKinds,
  ...gitlabKinds,
  ...slackKinds,
];
