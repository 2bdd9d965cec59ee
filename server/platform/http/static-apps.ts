import { existsSync } from 'node:fs'
import { join } from 'node:path'
import staticFiles from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { missing } from '../../../contract/kernel/problem.ts'
import { sendProblem } from './problems.ts'

export interface StaticApp {
  /** `/` or `/driver/`. */
  prefix: string
  folder: string
  /** Its pages may compile WebAssembly of this origin, as the phone's reader of codes does; nothing else is loosened. */
  compilesWasm?: boolean
}

/**
 * Serves the two built apps. Files under `assets/` carry their hash in the name and may be kept for ever; the pages
 * and service workers are asked for every time. A path of an app that is no file is a page of that app.
 */
export async function registerApps(app: FastifyInstance, apps: StaticApp[]): Promise<void> {
  const served = apps.filter(({ folder }) => existsSync(join(folder, 'index.html')))
  for (const [index, { prefix, folder }] of served.entries()) {
    await app.register(staticFiles, {
      root: folder,
      prefix,
      decorateReply: index === 0,
      wildcard: false,
      cacheControl: false,
      // `tools/build.ts` lays a .br and a .gz beside each file that gains by it.
      preCompressed: true,
      setHeaders: (reply, path) => {
        const isHashed = /[/\\]assets[/\\]/.test(path)
        reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
  }
  const compiling = served.filter(({ compilesWasm }) => compilesWasm)
  app.addHook('onSend', async (request, reply) => {
    const policy = reply.getHeader('content-security-policy')
    if (typeof policy !== 'string' || !compiling.some(({ prefix }) => request.url.startsWith(prefix))) return
    reply.header('content-security-policy', policy.replace("script-src 'self'", "$& 'wasm-unsafe-eval'"))
  })
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '/'
    const isPage = request.method === 'GET' && !path.startsWith('/api/') && !/\.[a-z0-9]+$/i.test(path)
    const owner = served
      .filter(({ prefix }) => path.startsWith(prefix) || `${path}/` === prefix)
      .sort((a, b) => b.prefix.length - a.prefix.length)[0]
    if (!isPage || !owner) return sendProblem(request, reply, missing('request.not-found'))
    return sendPage(reply, owner.folder)
  })
}

function sendPage(reply: FastifyReply, folder: string): FastifyReply {
  return reply.header('cache-control', 'no-cache').sendFile('index.html', folder)
}
