const CONTEXTS = 'identity|organizations|billing|catalog|rewards|licensing|notifications|operations';
const context = `^src/(${CONTEXTS})/`;
const notTests = '\\.spec\\.ts$|/testing/';

/** The six rules of the architecture. `test/boundaries.spec.ts` plants a violation of each and sees it caught. */
export default {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'contexts-meet-only-at-contracts',
      severity: 'error',
      from: { path: context, pathNot: notTests },
      to: { path: context, pathNot: ['^src/$1/', '\\.contract\\.ts$'] },
    },
    {
      name: 'the-domain-is-plain-typescript',
      comment: 'Its own domain, the domain of the kernel and contracts; ids.ts alone may use a package, for UUIDv7.',
      severity: 'error',
      from: { path: '^src/([^/]+)/domain/', pathNot: `${notTests}|^src/kernel/domain/ids\\.ts$` },
      to: { pathNot: ['^src/$1/domain/', '^src/kernel/domain/', '\\.contract\\.ts$'] },
    },
    {
      name: 'commands-know-only-the-domain',
      severity: 'error',
      from: { path: '^src/[^/]+/commands/', pathNot: notTests },
      to: {
        path: [
          '^src/[^/]+/(http|jobs|queries|persistence|gateways|processes)/',
          '^src/kernel/(?!domain/)',
          'node_modules/(@mikro-orm|bull|@nestjs/bull|kysely|pg)/',
        ],
      },
    },
    {
      name: 'doors-only-dispatch',
      severity: 'error',
      from: { path: '^src/[^/]+/(http|jobs)/', pathNot: `${notTests}|^src/kernel/` },
      to: { path: ['^src/[^/]+/(persistence|gateways)/', 'node_modules/@mikro-orm/'] },
    },
    {
      name: 'the-kernel-knows-no-context',
      severity: 'error',
      from: { path: '^src/kernel/', pathNot: notTests },
      to: { path: context },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
};
