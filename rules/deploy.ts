/** The standard's section "8. Deployment Readiness", heading "Deployment Readiness". */
import { fail, pass, type RuleGroup, undecided } from '../src/rule.ts';

const group: RuleGroup = {
  slug: 'deploy',
  section: '8. Deployment Readiness',
  title: 'Deployment Readiness',
  rules: [
    {
      id: 'deploy/docker',
      text: 'Docker image available (if applicable)',
      why: 'Operators run images.',
      how: 'Services: an image definition whose sources exist and that runs a declared binary.',
      fix: 'Add a Dockerfile that builds and runs the binary.',
      check: undecided,
    },
    {
      id: 'deploy/nix',
      text: 'Nix package definition',
      why: 'CIM deploys with Nix.',
      how: 'flake.nix with a packages output and a lock, or a derivation; its local paths are tracked.',
      fix: 'Add a `packages` output to flake.nix and commit flake.lock.',
      async check(repo) {
        const offers = await repo.nixPackages();
        if (offers.length === 0) return fail('no flake.nix, default.nix or package.nix');
        const [good] = offers.filter(({ offer, problems }) => offer !== undefined && problems.length === 0);
        const notes = offers.flatMap((one) => one.notes);
        if (good?.offer !== undefined) return pass(good.offer, ...notes);
        const problems = offers.flatMap((one) => one.problems);
        const unbuildable = offers.some(({ offer }) => offer !== undefined);
        return fail(
          unbuildable ? 'the Nix package cannot be built from what is tracked' : 'no Nix package',
          ...problems,
          ...notes,
        );
      },
    },
    {
      id: 'deploy/env-config',
      text: 'Configuration via environment variables',
      why: 'The same image runs everywhere.',
      how: 'Services: every address, port and credential can be set from the environment.',
      fix: 'Read the settings listed from the environment.',
      check: undecided,
    },
    {
      id: 'deploy/health',
      text: 'Health check endpoints',
      why: 'An orchestrator can only restart what it can ask.',
      how: 'Services: a health route, subject or endpoint of their own.',
      fix: 'Add a health endpoint.',
      check: undecided,
    },
    {
      id: 'deploy/metrics',
      text: 'Metrics and observability hooks',
      why: 'What cannot be seen cannot be operated.',
      how: 'tracing or metrics that leave the process are emitted by code.',
      fix: 'Emit tracing spans where the module does I/O.',
      check: undecided,
    },
    {
      id: 'deploy/shutdown',
      text: 'Graceful shutdown handling',
      why: 'A deployment must not lose messages.',
      how: 'SIGTERM, cancellation or drain that reaches the tasks.',
      fix: 'Handle SIGTERM and cancel the tasks.',
      check: undecided,
    },
  ],
};

export default group;
