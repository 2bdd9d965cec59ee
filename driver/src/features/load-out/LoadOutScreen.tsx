import type { CylinderType } from '@luckygas/contract/kernel/cylinders.ts'
import { useRef } from 'react'
import { makeId, useDraft, useNavigation, useOnce, usePhone, useRunDay } from '../../app/phone-context.tsx'
import { Go, Row } from '../../parts/buttons.tsx'
import { countsText } from '../../parts/figures.ts'
import { State } from '../../parts/marks.tsx'
import { Panel, Screen } from '../../parts/Screen.tsx'
import { useWords } from '../../words/words-context.tsx'
import { PlateEntry } from '../plates/PlateEntry.tsx'
import { GoesOff } from './GoesOff.tsx'
import { LoadSize } from './LoadSize.tsx'
import { LoadWeight } from './LoadWeight.tsx'
import {
  isAsPlanned,
  type LoadDraft,
  loadRows,
  loadThing,
  newLoadDraft,
  newVisitDraft,
  type Pile,
} from './load-out.rules.ts'

const reasons = ['noStock', 'extra', 'damaged', 'noRoom'] as const
const purposes = ['more', 'unload'] as const

/**
 * Loading for a trip: the plan is prefilled, only a difference asks something. Within a trip the driver may come back
 * for more or only to unload, which the same screen does with what the rest of the trip needs.
 */
export function LoadOutScreen({ trip, isVisit }: { trip: number; isVisit: boolean }) {
  const { t } = useWords()
  const phone = usePhone()
  const navigation = useNavigation()
  const { day, run } = useRunDay()
  const { stops } = day
  const thing = loadThing(trip, isVisit)
  const visitFor = (purpose: (typeof purposes)[number], id = makeId()) =>
    newVisitDraft(run, { trip, stops, visit: { id, purpose } })
  const [draft, save] = useDraft<LoadDraft>(thing, () =>
    isVisit ? visitFor('more') : newLoadDraft(run, trip),
  )
  const [once, isBusy] = useOnce()
  const why = useRef<HTMLElement>(null)
  const isPlanned = isAsPlanned(run, draft, stops)
  const visit = draft.depotVisit
  const rows = loadRows(run, draft, stops)
  const isUnloading = visit?.purpose === 'unload'
  const kinds = countsText(draft.full)
  const fulls = Object.values(draft.full).reduce((sum, count) => sum + (count ?? 0), 0)
  const loadText = kinds.length > 28 ? t('load.count', { count: fulls }) : kinds
  const isHeld = (run.blockedBy?.length ?? 0) > 0
  const isMissingReason = !isPlanned && draft.reason === ''

  const change = (pile: Pile, code: CylinderType, count: number) =>
    save({ ...draft, [pile]: { ...draft[pile], [code]: count } })
  const report = () =>
    once(async () => {
      const { replaces, ...load } = draft
      await phone.report(
        { kind: 'load_out', businessDate: day.date, runId: run.id, ...load },
        { settles: [thing], replaces },
      )
      navigation.go({ at: 'today' })
    })
  return (
    <Screen
      title={t(isVisit ? 'load.visit' : 'load.title')}
      small={t('today.trip', { trip })}
      bar={
        <Go
          onPress={isMissingReason ? () => why.current?.scrollIntoView({ block: 'center' }) : report}
          isBusy={isBusy}
          isDisabled={isHeld}
          small={loadText}
        >
          {t(
            isHeld
              ? 'load.held'
              : isMissingReason
                ? 'load.whyFirst'
                : isUnloading
                  ? 'load.unloaded'
                  : 'load.done',
          )}
        </Go>
      }
    >
      <Panel title={t('load.title')}>
        {visit && (
          <div className="choices">
            {purposes.map(purpose => (
              <Row
                key={purpose}
                isCentred
                isPressed={visit.purpose === purpose}
                onPress={() => save({ ...visitFor(purpose, visit.id), replaces: draft.replaces })}
              >
                {t(`load.${purpose}`)}
              </Row>
            ))}
          </div>
        )}
        {!isUnloading && (
          <section className="card loads">
            <header>
              <b>{t('load.takes')}</b>
              {isPlanned ? (
                <State name="done">{t('load.asPlanned')}</State>
              ) : (
                <State name="warn">{t('load.differs')}</State>
              )}
            </header>
            {rows.map(row => (
              <LoadSize key={row.cylinderType} row={row} draft={draft} onChange={change} />
            ))}
          </section>
        )}
        {!isPlanned && (
          <section className="card reasons" ref={why}>
            <h2>{t('load.why')}</h2>
            <div className="choices">
              {reasons.map(reason => (
                <Row
                  key={reason}
                  isCentred
                  isPressed={draft.reason === t(`load.reason.${reason}`)}
                  onPress={() => save({ ...draft, reason: t(`load.reason.${reason}`) })}
                >
                  {t(`load.reason.${reason}`)}
                </Row>
              ))}
            </div>
          </section>
        )}
      </Panel>
      {!isUnloading && (
        <Panel title={t('plate.title')}>
          <PlateEntry
            isGate
            types={rows.map(row => row.cylinderType)}
            plates={draft.plates ?? []}
            onChange={plates => save({ ...draft, plates })}
          />
        </Panel>
      )}
      <GoesOff draft={draft} onChange={change} />
      <LoadWeight draft={draft} />
    </Screen>
  )
}
