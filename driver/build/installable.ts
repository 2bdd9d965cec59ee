import { createHash } from 'node:crypto'
import type { Plugin } from 'vite'
import { iconPng } from './icon.ts'

const icons = [192, 512] as const

const manifest = {
  name: '幸福氣司機',
  short_name: '幸福氣',
  description: '送瓦斯的一天，沒訊號也能送',
  lang: 'zh-Hant-TW',
  id: '/driver/',
  start_url: '/driver/',
  scope: '/driver/',
  display: 'standalone',
  orientation: 'portrait',
  background_color: '#F6F2EA',
  theme_color: '#F6F2EA',
  icons: icons.flatMap(edge =>
    ['any', 'maskable'].map(purpose => ({
      src: `/driver/icon-${edge}.png`,
      sizes: `${edge}x${edge}`,
      type: 'image/png',
      purpose,
    })),
  ),
}

/** What the worker's source carries until the build knows its files. */
const listMark = '__PRECACHED_FILES__'
const versionMark = '__PRECACHE_VERSION__'

/**
 * Makes the build installable: manifest and icons, and the worker's list of files with a version that changes with any
 * of them. The worker never lists itself.
 */
export function installable(base: string): Plugin {
  return {
    name: 'luckygas-installable',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        this.emitFile({ type: 'asset', fileName: 'manifest.webmanifest', source: JSON.stringify(manifest) })
        for (const edge of icons) {
          this.emitFile({ type: 'asset', fileName: `icon-${edge}.png`, source: iconPng(edge) })
        }
        const hash = createHash('sha256')
        const files: string[] = []
        for (const [name, file] of Object.entries(bundle).sort(([a], [b]) => a.localeCompare(b))) {
          if (name === 'sw.js') continue
          hash.update(name).update(file.type === 'chunk' ? file.code : file.source)
          files.push(base + name)
        }
        const worker = bundle['sw.js']
        if (worker?.type !== 'chunk') throw new Error('the worker was not built')
        const extra = ['manifest.webmanifest', ...icons.map(edge => `icon-${edge}.png`)].map(
          name => base + name,
        )
        const list = [...new Set([...files, ...extra])]
        worker.code = worker.code
          .replace(listMark, list.join('|'))
          .replace(versionMark, hash.digest('hex').slice(0, 16))
      },
    },
  }
}
