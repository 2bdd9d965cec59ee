import { once } from 'node:events'
import { createServer } from 'node:net'

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** Asks a running server, through its inspector, how long the processors have worked for it. */
export async function watchServer(inspectorPort: number) {
  const targets = await (await fetch(`http://127.0.0.1:${inspectorPort}/json`)).json()
  const [{ webSocketDebuggerUrl }] = targets as [{ webSocketDebuggerUrl: string }]
  const socket = new WebSocket(webSocketDebuggerUrl)
  await once(socket, 'open')
  let asked = 0
  const workedMs = (): Promise<number> => {
    asked += 1
    const id = asked
    const expression = '(used => (used.user + used.system) / 1000)(process.cpuUsage())'
    return new Promise(resolve => {
      socket.addEventListener('message', function answered({ data }) {
        const { id: of, result } = JSON.parse(String(data))
        if (of !== id) return
        socket.removeEventListener('message', answered)
        resolve(result.result.value)
      })
      socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params: { expression } }))
    })
  }
  return {
    /** Milliseconds of processor that each of so many requests took, with what the server does besides. */
    async during<T>(times: number, work: () => Promise<T>): Promise<[T, number]> {
      const before = await workedMs()
      const answer = await work()
      return [answer, Math.round((((await workedMs()) - before) * 10) / times) / 10]
    },
    close: () => socket.close(),
  }
}
