import { connect, createServer, type Socket } from 'node:net'

/** A line between two servers that can be cut as a network is: packets vanish, and nobody is told. */
export interface Line {
  port: number
  /** From now on nothing gets through in either direction; connections stay open and silent, new ones too. */
  cut(): void
  /** Ends what stood silent, so that both sides begin anew, and lets everything through again. */
  heal(): void
  close(): Promise<void>
}

/** Listens on a free port of this machine and passes every byte to another port, of it or another, until the line is cut. */
export async function openLine(targetPort: number, targetHost = '127.0.0.1'): Promise<Line> {
  const open = new Set<Socket>()
  let isCut = false
  const keep = (socket: Socket) => {
    open.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => undefined)
    socket.once('close', () => open.delete(socket))
    return socket
  }
  const join = (from: Socket, to: Socket) => {
    from.pipe(to)
    from.once('close', () => to.destroy())
  }
  const server = createServer(near => {
    keep(near)
    if (isCut) return
    const far = keep(connect(targetPort, targetHost))
    join(near, far)
    join(far, near)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  const endAll = () => {
    for (const socket of open) socket.destroy()
  }
  return {
    port: address.port,
    cut: () => {
      isCut = true
      for (const socket of open) socket.unpipe().pause()
    },
    heal: () => {
      isCut = false
      endAll()
    },
    close: async () => {
      endAll()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
