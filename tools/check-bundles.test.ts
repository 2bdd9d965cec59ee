import { expect, test } from 'vitest'
import { readBundle, scanBundle } from './check-bundles.ts'

const planted: [kind: string, text: string, path?: string][] = [
  ['console call', 'a();console.error(`x`);b()'],
  ['test data', 'const phone="0900-000-123"'],
  ['test data', 'name:`測試店12`'],
  ['test library', 'import"fake-indexeddb"'],
  ['source map', '//# sourceMappingURL=index.js.map'],
  ['source map', '{}', 'web/dist/assets/index.js.map'],
  ['path of a machine', 'throw Error("/home/lin/luckygas/web/src/main.tsx")'],
  ['path of a machine', 'import"file:///srv/x.js"'],
  ['address in a page', '<script src="//cdn.example/x.js"></script>'],
  ['address in a page', '@font-face{src:url(https://www.w3.org/a.woff2)}'],
  ['unknown host', 'fetch("https://tiles.example/1/2/3")'],
  ['unknown host', 'new WebSocket(`wss://live.example`)'],
  ['secret: token', `t="ghp_${'a1'.repeat(18)}"`],
  ['secret: assigned secret', `apiKey:"${'Zx9'.repeat(8)}"`],
]

test.each(planted)('[S2][S6] a bundle with a planted %s is found: %s', (kind, text, path) => {
  expect(scanBundle([{ path: path ?? 'web/dist/assets/a.js', text }]).join('\n')).toContain(kind)
})

test('[S2] what a bundle may well hold is no finding', () => {
  const text = 'const svg="http://www.w3.org/2000/svg";navigate("/workflow");let consoled=1;t("測試")'
  expect(scanBundle([{ path: 'web/dist/assets/a.js', text }])).toEqual([])
})

test('[S2][S6] a secret that is found is not shown', () => {
  const secret = `ghp_${'a1'.repeat(18)}`
  expect(scanBundle([{ path: 'a.js', text: `t="${secret}"` }]).join()).not.toContain(secret)
})

for (const app of ['web', 'driver']) {
  const files = readBundle(app)
  if (!files) process.stderr.write(`skipping the bundle of ${app}: it is not built ("npm run build")\n`)
  test.skipIf(!files)(`[S2][S6] the built ${app} app carries nothing it should not`, () => {
    expect(files?.length).toBeGreaterThan(5)
    expect(scanBundle(files ?? [])).toEqual([])
  })
}
