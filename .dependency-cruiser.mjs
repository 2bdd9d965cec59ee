/** The boundaries of the house; ARCHITECTURE.md says why. `npm run check` also asserts that modules were read. */
const capability = '^server/capabilities/([^/]+)/'

export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'capabilities-meet-through-their-api',
      severity: 'error',
      from: { path: capability },
      to: { path: capability, pathNot: ['^server/capabilities/$1/', '\\.api\\.ts$'] },
    },
    {
      name: 'rules-are-pure',
      comment:
        'Rules import only rules, contract and other pure things; never a store, a port or the platform.',
      severity: 'error',
      from: { path: '\\.rules\\.ts$' },
      to: {
        path: [
          '\\.(store|action|routes|jobs)\\.ts$',
          '^server/(platform|ports|main)/',
          '^node:(fs|net|http|child_process)',
        ],
        pathNot: '\\.rules\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'stores-do-not-know-routes',
      severity: 'error',
      from: { path: '\\.store\\.ts$' },
      to: { path: '\\.(routes|action|jobs)\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-main-names-adapters',
      severity: 'error',
      from: {
        path: '^server/(capabilities|platform|planner)/',
        pathNot: '\\.(test|test-support|fixture)\\.ts$',
      },
      to: {
        path: '^server/ports/[^/]+/[^/]+\\.(?!port\\.ts$)[^/]+\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'nobody-imports-main',
      severity: 'error',
      from: { path: '^server/', pathNot: ['^server/main/', '\\.test\\.ts$', '^server/testkit/'] },
      to: { path: '^server/main/' },
    },
    {
      name: 'platform-and-ports-know-no-capability',
      severity: 'error',
      from: { path: '^server/(platform|ports)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^server/(capabilities|planner)/' },
    },
    {
      name: 'only-tests-use-the-testkit',
      severity: 'error',
      from: {
        path: '^(server|ui|web|driver|contract)/',
        pathNot: [
          '\\.(test|journey|distributed)\\.tsx?$',
          '\\.(fixture|test-support|child|contract)\\.ts$',
          '^server/testkit/',
          '^web/journeys/',
          '^driver/testkit/',
        ],
      },
      to: { path: '^(server|driver)/testkit/' },
    },
    {
      name: 'the-planner-stands-alone',
      severity: 'error',
      from: { path: '^server/planner/' },
      to: { path: '^(server/(?!planner/)|contract/|ui/|web/|driver/)' },
    },
    {
      name: 'the-planner-is-entered-by-its-api',
      severity: 'error',
      from: { path: '^(server/(?!planner/)|tools/)' },
      to: { path: '^server/planner/', pathNot: '^server/planner/planner\\.api\\.ts$' },
    },
    {
      name: 'the-contract-knows-nobody',
      severity: 'error',
      from: { path: '^contract/' },
      to: { path: '^(server|ui|web|driver|tools)/' },
    },
    {
      name: 'apps-never-import-the-server',
      severity: 'error',
      from: { path: '^(ui|web|driver)/', pathNot: '^web/journeys/' },
      to: { path: '^(server|tools)/' },
    },
    { name: 'ui-knows-no-app', severity: 'error', from: { path: '^ui/' }, to: { path: '^(web|driver)/' } },
    {
      name: 'apps-do-not-mix',
      severity: 'error',
      from: { path: '^(web|driver)/' },
      to: { path: '^(web|driver)/', pathNot: '^$1/' },
    },
    {
      name: 'only-declared-packages',
      severity: 'error',
      from: {
        path: '^(contract|server|ui|web|driver)/',
        pathNot: [
          '\\.test\\.tsx?$',
          '^server/testkit/',
          '^web/journeys/',
          '^driver/testkit/',
          '\\.config\\.ts$',
          '\\.journey\\.ts$',
        ],
      },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], pathNot: '^node_modules/@types/' },
    },
    {
      name: 'only-resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?(worker|url|raw)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: 'specify',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
