// Who may import whom. The border between shell and core is the role in a file's name.
const specs = '\\.(spec|contract|harness)\\.ts$';
const nodePackage = (name) => `(^|/)node_modules/${name}`;
const deployables = '^(services/[^/]+|gateway)/src/';
const roles = '\\.(module|entity|projector|query|consumer|gateway|controller)\\.ts$';
const shellFiles = [roles, specs, '/src/(main|migrate|data-source)\\.ts$', '/migrations/'];
const frameworks = ['@nestjs/', 'typeorm/', '@nats-io/', 'nestjs-pino/', 'pg/'].map(nodePackage);

const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    never(
      'no-cycle',
      'Files that need each other to run are one file; types may refer both ways.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    never('resolvable', 'Every import leads somewhere.', {}, { couldNotResolve: true }),

    never(
      'contracts-stand-alone',
      'The language imports zod and nothing else; generation may use Ajv.',
      { path: '^contracts/', pathNot: [specs, '^contracts/[^/]+\\.ts$'] },
      { pathNot: ['^contracts/', nodePackage('zod/'), nodePackage('ajv/'), '^zod$'] },
    ),
    never(
      'validation-is-generated',
      'What the browser loads of contracts carries neither zod nor Ajv.',
      { path: '^contracts/(src/(subjects|(visitor-)?validators)|generated/)' },
      { path: [nodePackage('zod/'), nodePackage('ajv/')], dependencyTypesNot: ['type-only'] },
    ),
    never(
      'browser-takes-no-zod',
      'Browser code takes values from ./subjects and ./validators only; types from anywhere.',
      { path: '^(libs/chat-client|web-agent|web-widget)/src/', pathNot: specs },
      { path: '^contracts/src/(?!subjects\\.ts|(visitor-)?validators\\.ts)', dependencyTypesNot: ['type-only'] },
    ),

    never(
      'libs-stand-below',
      'Libraries know contracts and each other, not what is built on them.',
      { path: '^libs/', pathNot: specs },
      { path: '^(services|gateway|web-|tools|testing|bench|e2e|faults)' },
    ),
    never(
      'event-sourcing-is-pure',
      'The decider knows no broker.',
      { path: '^libs/event-sourcing/src/', pathNot: specs },
      { path: ['^libs/(?!event-sourcing/)', ...frameworks] },
    ),
    never(
      'look-is-for-browsers',
      'How things look concerns the two apps alone, and needs nothing of Holdfast.',
      { path: '^libs/look/src/', pathNot: specs },
      { path: ['^contracts/', '^libs/(?!look/)'] },
    ),
    never(
      'chat-client-has-no-framework',
      'It runs in the browser and in Node.',
      { path: '^libs/chat-client/src/', pathNot: specs },
      { path: ['^libs/(?!chat-client/)', ...frameworks, nodePackage('@angular/'), nodePackage('rxjs/')] },
    ),
    never(
      'chat-client-is-for-clients',
      'Only the apps and the rigs are clients.',
      { path: '^(services|gateway|libs/(event-sourcing|jetstream))/', pathNot: specs },
      { path: '^libs/chat-client/' },
    ),

    never(
      'services-meet-on-subjects',
      'Services never import each other or the gateway.',
      { path: '^services/([^/]+)/' },
      { path: ['^services/', '^gateway/'], pathNot: '^services/$1/' },
    ),
    never('gateway-knows-no-service', 'The gateway asks over NATS.', { path: '^gateway/' }, { path: '^services/' }),
    never(
      'nobody-imports-a-process',
      'Rigs run processes, they do not import them; the simulation has what decides in them without the processes, and the checker what projects.',
      { path: '^(libs|tools|testing|bench|faults|web-)' },
      { path: '^(services|gateway)/', pathNot: '/src/(core|rebuild\\.projector)\\.ts$' },
    ),
    never(
      'only-the-checker-rebuilds',
      'Read models are built anew beside the live ones to be compared with them.',
      { path: '.', pathNot: '^faults/src/rows/' },
      { path: '^services/[^/]+/src/rebuild\\.projector\\.ts$' },
    ),
    never(
      'only-the-simulation-takes-cores',
      'A core is no library.',
      { path: '.', pathNot: '^faults/src/simulation/' },
      { path: '^(services/[^/]+|gateway)/src/core\\.ts$' },
    ),
    never(
      'core-knows-no-framework',
      'In services and gateway only a file with a role in its name imports Nest, TypeORM or NATS.',
      { path: deployables, pathNot: shellFiles },
      { path: frameworks },
    ),
    never(
      'domain-is-pure',
      'An aggregate knows contracts and the decider.',
      { path: '^services/[^/]+/src/domain/', pathNot: specs },
      { pathNot: ['^services/[^/]+/src/domain/', '^contracts/', '^libs/event-sourcing/'] },
    ),

    never(
      'test-kit-is-for-tests',
      'testing serves specs, e2e, faults and bench.',
      { path: '.', pathNot: [specs, '^(testing|e2e|faults|bench|deploy)/'] },
      { path: '^testing/' },
    ),
    never(
      'test-kit-knows-no-service',
      'The kit knows no service.',
      { path: '^testing/' },
      { path: ['^(services|gateway|web-)', '^libs/chat-client/'] },
    ),
    never(
      'tools-are-for-rigs',
      'Nothing that is deployed needs the tools.',
      { path: '^(contracts|libs|services|gateway|web-)', pathNot: specs },
      { path: '^tools/' },
    ),

    never(
      'live-is-the-client',
      'In the apps only live/ talks to the chat client.',
      { path: '^web-[^/]+/src/', pathNot: ['/live/', specs] },
      { path: '^libs/chat-client/', dependencyTypesNot: ['type-only'] },
    ),
    never(
      'features-stand-alone',
      'Features do not import features; live (the server) and host (the page around) are the world outside, and for all.',
      { path: '^(web-[^/]+)/src/app/([^/]+)/' },
      { path: '^$1/src/app/[^/]+/', pathNot: '^$1/src/app/($2|live|host)/' },
    ),
    never(
      'loader-has-no-framework',
      'The embed is a few kilobytes.',
      { path: '^web-widget/src/loader/', pathNot: specs },
      { path: ['node_modules', '^web-widget/src/(?!loader/)', '^libs/'] },
    ),
    never(
      'apps-stand-alone',
      'The two apps share libraries, not files.',
      { path: '^(web-[^/]+)/' },
      { path: '^web-', pathNot: '^$1/' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: {
      path: [
        '^(libs|services)/[^/]+/dist/',
        '^(contracts|gateway|testing|tools|bench|deploy|e2e|faults|web-agent|web-widget)/(dist|\\.angular)/',
      ],
    },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['holdfast-source', 'import', 'node', 'types', 'default'],
      extensions: ['.ts', '.mjs', '.js', '.cjs', '.json'],
    },
    cache: false,
  },
};
