/** A process full of live sockets of one node: each says hello, checks every sequence and resumes when it is cut. */
import { WebSocket } from 'ws'
import type { ServerFrame } from '../../contract/messages/live.ts'
import type { CrowdReport, FromCrowd, ToCrowd } from './crowd-messages.ts'
import { note } from './latencies.ts'

type Opening = Extract<ToCrowd, { kind: 'open' }>

/** Hellos on their way at the same time; a real crowd is spread over its own reconnect delays. */
const openingAtOnce = 40
const [leastPauseMs, mostPauseMs] = [200, 2_000]

interface Member {
  socket: WebSocket | undefined
  /** Last sequence of the one stream this person hears; undefined before the first welcome. */
  seen: number | undefined
  isWelcome: boolean
}

const members: Member[] = []
const phases: { name: string; fromMs: number }[] = []
const tally: Omit<CrowdReport, 'kind' | 'sockets' | 'open' | 'least' | 'most'> = {
  delivered: 0,
  gaps: 0,
  reordered: 0,
  resumed: 0,
  resets: 0,
  latencies: {},
}
let opening: Opening | undefined
let stream = ''
const tell = (message: FromCrowd) => process.send?.(message)
const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))

function hear(member: Member, frame: Extract<ServerFrame, { type: 'event' }>): void {
  const seen = member.seen ?? frame.sequence - 1
  if (frame.sequence <= seen) tally.reordered += 1
  else if (frame.sequence > seen + 1) tally.gaps += 1
  member.seen = Math.max(seen, frame.sequence)
  tally.delivered += 1
  const atMs = Date.parse(frame.at)
  const phase = phases.findLast(({ fromMs }) => atMs >= fromMs)
  if (!phase) return
  const histogram = tally.latencies[phase.name] ?? {}
  tally.latencies[phase.name] = histogram
  note(histogram, Date.now() - atMs)
}

/** Connects a member and resolves once it is welcome; a line that ends is taken up again by itself. */
function connect(member: Member, { url, accessToken }: Opening): Promise<void> {
  const socket = new WebSocket(url, { perMessageDeflate: false })
  member.socket = socket
  member.isWelcome = false
  return new Promise(resolve => {
    const resume = member.seen === undefined ? {} : { [stream]: member.seen }
    socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', accessToken, resume })))
    socket.on('error', () => undefined)
    socket.on('close', async () => {
      if (member.socket !== socket) return
      await pause(leastPauseMs + Math.random() * (mostPauseMs - leastPauseMs))
      await connect(member, { url, accessToken } as Opening)
      resolve()
    })
    socket.on('message', data => {
      const frame = JSON.parse(String(data)) as ServerFrame
      if (frame.type === 'event') return hear(member, frame)
      if (frame.type !== 'welcome') return
      const [[name, newest] = ['', 0]] = Object.entries(frame.streams)
      stream = name
      if (member.seen !== undefined) tally.resumed += 1
      tally.resets += frame.reset.length
      member.seen ??= newest
      member.isWelcome = true
      resolve()
    })
  })
}

async function openAll(asked: Opening): Promise<void> {
  opening = asked
  const fresh = Array.from(
    { length: asked.sockets },
    (): Member => ({ socket: undefined, seen: undefined, isWelcome: false }),
  )
  members.push(...fresh)
  const waiting = fresh.values()
  const lanes = Array.from({ length: openingAtOnce }, async () => {
    for (const member of waiting) await connect(member, asked)
  })
  await Promise.all(lanes)
  tell({ kind: 'opened', sequence: Math.min(...members.map(({ seen = 0 }) => seen)) })
}

function report(): CrowdReport {
  const seen = members.map(({ seen = 0 }) => seen)
  return {
    kind: 'report',
    sockets: members.length,
    open: members.filter(({ isWelcome, socket }) => isWelcome && socket?.readyState === WebSocket.OPEN)
      .length,
    least: Math.min(...seen),
    most: Math.max(...seen),
    ...tally,
  }
}

process.on('message', (message: ToCrowd) => {
  if (message.kind === 'open') void openAll(message)
  else if (message.kind === 'phase') phases.push(message)
  else if (message.kind === 'report') tell(report())
  else if (opening)
    for (const [index, { socket }] of members.entries())
      if (index % Math.round(1 / message.share) === 0) socket?.terminate()
})
process.once('disconnect', () => process.exit())
