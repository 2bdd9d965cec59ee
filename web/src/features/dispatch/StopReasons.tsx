import type { StopReasons as Reasons } from '@luckygas/contract/endpoints/dispatch.ts'
import { getStopReasons } from '@luckygas/ui/api/routes/dispatch.ts'
import { formatCount, formatSigned } from '@luckygas/ui/format/format.ts'
import { useTranslation } from 'react-i18next'
import { useRead } from '../../shell/queries.ts'
import type { BoardView, Stop } from './board-view.ts'

/** Other drivers that are named; the dearer ones only make the list long. */
const namedOthers = 3

/** 為什麼排在這裡: why this driver and this hour, or what leaves the stop out and what serving it would cost. */
export function StopReasons({ stop, view }: { stop: Stop; view: BoardView }) {
  const { t } = useTranslation()
  const isOpen = stop.state === 'planned' || stop.state === 'unplanned' || stop.state === 'published'
  const { data } = useRead(
    'board',
    getStopReasons,
    { params: { id: stop.id } },
    { isEnabled: isOpen, keepsPrevious: false },
  )
  if (!isOpen || data === undefined) return null
  const lines =
    data.planned === null
      ? leftOutWords(data.leftOut)
      : [...placeWords(data.planned), ...othersWords(data.planned)]
  return (
    <section className="whyhere">
      <h3>{t(data.planned === null ? 'dispatch.why.leftOut' : 'dispatch.why.here')}</h3>
      <ul>
        {lines.map(line => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  )

  function letterOf(driverId: string): string {
    return view.lanes.find(lane => lane.driverId === driverId)?.letter ?? '?'
  }
  function placeWords({ slackMinutes, costNtd }: NonNullable<Reasons['planned']>): string[] {
    return [
      t(slackMinutes === 0 ? 'dispatch.why.noSlack' : 'dispatch.why.slack', { count: slackMinutes }),
      t('dispatch.why.cost', { amount: formatCount(costNtd) }),
    ]
  }
  function othersWords({ others, excluded }: NonNullable<Reasons['planned']>): string[] {
    const named = others.slice(0, namedOthers).map(({ driverId, extraNtd }) =>
      t(extraNtd < 0 ? 'dispatch.why.otherCheaper' : 'dispatch.why.other', {
        letter: letterOf(driverId),
        amount: extraNtd < 0 ? -extraNtd : formatSigned(extraNtd),
      }),
    )
    const byRule = [...Map.groupBy(excluded, each => each.rule)].map(([rule, drivers]) =>
      t(`dispatch.why.not.${rule}`, { letters: drivers.map(each => letterOf(each.driverId)).join('、') }),
    )
    return [...named, ...byRule]
  }
  function leftOutWords(left: Reasons['leftOut']): string[] {
    if (left === null) return []
    return [
      t(`unplannedWhy.${left.reason}`, { defaultValue: t('unplannedWhy.other', { code: left.reason }) }),
      ...left.lifts
        .slice(0, namedOthers)
        .map(({ rule, costNtd, driverId }) =>
          t(`dispatch.why.lift.${rule}`, { amount: formatCount(costNtd), letter: letterOf(driverId) }),
        ),
      left.costNtd === null
        ? t('dispatch.why.noPlace')
        : t('dispatch.why.placeCost', { amount: formatCount(left.costNtd) }),
    ]
  }
}
