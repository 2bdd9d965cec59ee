import { TravelFault } from './road-protocol.ts'

/** A matrix of 625 elements has 100 kB, a table of 100 × 100 has 200 kB. */
const mostBytes = 16 * 1024 * 1024

export interface JsonRequest {
  url: string
  method: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string
  signal: AbortSignal
}

/**
 * One request, its answer as JSON. Throws `TravelFault` with what went wrong and never with what was asked: addresses
 * and headers carry keys. Follows no redirect, so that a key goes nowhere else.
 */
export async function askJson(request: JsonRequest): Promise<unknown> {
  const { url, ...init } = request
  let response: Response
  try {
    response = await fetch(url, { ...init, redirect: 'error' })
  } catch {
    throw networkFault(request.signal)
  }
  if (!response.ok) {
    await response.body?.cancel().catch(() => undefined)
    throw statusFault(response)
  }
  const text = await readText(response, request.signal)
  try {
    return JSON.parse(text)
  } catch {
    throw new TravelFault('travel.bad-answer', 'no JSON')
  }
}

async function readText(response: Response, signal: AbortSignal): Promise<string> {
  const parts: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const part of response.body ?? []) {
      bytes += part.byteLength
      if (bytes > mostBytes) throw new TravelFault('travel.bad-answer', 'the answer is too long')
      parts.push(part)
    }
  } catch (error) {
    if (error instanceof TravelFault) throw error
    throw networkFault(signal)
  }
  return Buffer.concat(parts).toString('utf8')
}

function networkFault(signal: AbortSignal): TravelFault {
  return signal.aborted
    ? new TravelFault('travel.timeout', 'no answer in time')
    : new TravelFault('travel.unreachable', 'the connection failed')
}

function statusFault(response: Response): TravelFault {
  const detail = `status ${response.status}`
  if (response.status === 429) return new TravelFault('travel.busy', detail, retryAfterMs(response))
  if (response.status >= 500) return new TravelFault('travel.broken', detail, retryAfterMs(response))
  return new TravelFault('travel.refused', detail)
}

/** `Retry-After` in its form of seconds (RFC 9110 §10.2.3); a date is as good as none. */
function retryAfterMs(response: Response): number | undefined {
  const header = response.headers.get('retry-after')
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : undefined
}
