import type { EndpointAnswer } from '@luckygas/contract/endpoint.ts'
import { isProblem } from '@luckygas/ui/api/problem-error.ts'
import { acceptImprovement, proposeImprovement } from '@luckygas/ui/api/routes/running-day.ts'
import { useObservable } from '@luckygas/ui/use-observable.ts'
import { useCallback, useEffect, useState } from 'react'
import { api } from '../../shell/api.ts'
import { useWrite } from '../../shell/queries.ts'
import { improvementWanted } from './improvement-wanted.ts'

export type Found = EndpointAnswer<NonNullable<(typeof proposeImprovement)['types']>>
type State = { step: 'idle' } | { step: 'searching' } | { step: 'none' } | { step: 'found'; found: Found }

/** A day that goes on faster than it can be searched is left alone after so many attempts. */
const mostAttempts = 3

/**
 * The search for a better rest of the day, from the wish to the dispatcher's word. When the day has gone on before he
 * accepts, it is searched anew by itself.
 */
export function useImprovement() {
  const wanted = useObservable(improvementWanted)
  const [attempt, setAttempt] = useState(0)
  const [state, setState] = useState<State>({ step: 'idle' })
  const accepting = useWrite(acceptImprovement, ['running-day', 'board', 'orders'])
  useEffect(() => {
    if (wanted === undefined) return setState({ step: 'idle' })
    const leaving = new AbortController()
    const quiet: State = { step: wanted.isAsked ? 'none' : 'idle' }
    setState({ step: 'searching' })
    const body = { stopIds: [...wanted.stopIds], runIds: [...wanted.runIds] }
    api
      .call(proposeImprovement, { body }, { signal: leaving.signal })
      .then(found => {
        if (leaving.signal.aborted) return
        if (found.state === 'moved-on' && attempt + 1 < mostAttempts) setAttempt(attempt + 1)
        else setState(found.state === 'better' ? { step: 'found', found } : quiet)
      })
      .catch(() => {
        if (!leaving.signal.aborted) setState(quiet)
      })
    return () => leaving.abort()
  }, [wanted, attempt])
  const drop = useCallback(() => {
    setAttempt(0)
    improvementWanted.set(undefined)
  }, [])
  return {
    state,
    isAccepting: accepting.isPending,
    drop,
    /** True once it is written; false where the day went on and is searched anew. */
    async accept({ changes, basis }: Found): Promise<boolean> {
      try {
        await accepting.mutateAsync({ body: { changes, basis } })
        drop()
        return true
      } catch (error) {
        if (!isProblem(error) || error.code !== 'dispatch.day-moved-on') throw error
        setAttempt(attempt + 1)
        return false
      }
    },
  }
}
