/** What joins the demo company of the journeys to a telephone exchange: this process plays it, over the real socket. */
const secret = 'the journeys are the exchange'
export const exchangeEnvironment = {
  LUCKYGAS_CALLS_SECRET: secret,
  LUCKYGAS_CALLS_FROM: '127.0.0.1,::1',
}

/** Tells of one turn of a call, as an exchange does. */
export async function tellCall(
  origin: string,
  event: { callId: string; event: 'ringing' | 'answered' | 'ended'; from: string; extension?: string },
): Promise<void> {
  const answer = await fetch(`${origin}/api/calls/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify({ to: '089-000-001', ...event }),
  })
  if (!answer.ok) throw new Error(`the exchange was answered ${answer.status}: ${await answer.text()}`)
}
