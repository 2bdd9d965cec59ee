import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import { useObservable } from '@luckygas/ui/use-observable.ts'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { live, lookers } from '../../shell/live.ts'
import { useMe } from '../../shell/session.ts'

const shownPeople = 4

/** Who else has this board open now. */
export function BoardLookers({ date }: { date: BusinessDate }) {
  const { t } = useTranslation()
  const me = useMe()
  const place = `board:${date}`
  const here = useObservable(lookers)
  useEffect(() => {
    live.look(place)
    return () => live.look(undefined)
  }, [place])
  const others = here.place === place ? here.people.filter(person => person.userId !== me.id) : []
  if (others.length === 0) return null
  const names = others.map(person => person.name).join('、')
  return (
    <span className="lookers" role="status" title={t('dispatch.alsoHere', { names })}>
      {others.slice(0, shownPeople).map(person => (
        <i key={person.userId} aria-hidden="true">
          {[...person.name].at(-1)}
        </i>
      ))}
      <span>{t('dispatch.alsoHere', { names })}</span>
    </span>
  )
}
