import type { CylinderType } from '@luckygas/contract/kernel/cylinders.ts'
import { formatKg } from '@luckygas/ui/format/format.ts'
import { useDraft, useNavigation, useOnce, usePhone, useRunDay } from '../../app/phone-context.tsx'
import { Go, Row } from '../../parts/buttons.tsx'
import { countsText, sizeText } from '../../parts/figures.ts'
import { Cylinder } from '../../parts/icons.tsx'
import { State } from '../../parts/marks.tsx'
import { Panel, Screen } from '../../parts/Screen.tsx'
import { Stepper } from '../../parts/Stepper.tsx'
import { useWords } from '../../words/words-context.tsx'
import { isAsPlanned, type LoadDraft, loadTypes, loadWeight, newLoadDraft } from './load-out.rules.ts'

const reasons = ['noStock', 'extra', 'damaged', 'noRoom'] as const
type Pile = 'full' | 'returnedFull' | 'returnedEmpty'

/** Loading for a trip: the plan is prefilled, only a difference asks something. */
export function LoadOutScreen({ trip }: { trip: number }) {
  const { t } = useWords()
  const phone = usePhone()
  const navigation = useNavigation()
  const { day, run } = useRunDay()
  const thing = `load/${trip}`
  const [draft, save] = useDraft<LoadDraft>(thing, () => newLoadDraft(run, trip))
  const [once, isBusy] = useOnce()
  const isPlanned = isAsPlanned(run, draft)
  const types = loadTypes(run, draft)
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
  const goesOff = run.onTruck.some(row => row.full > 0 || row.empty > 0)
  return (
    <Screen
      title={t('load.title')}
      small={t('today.trip', { trip })}
      bar={
        <Go onPress={report} isBusy={isBusy} isDisabled={isHeld || isMissingReason} small={loadText}>
          {t(isHeld ? 'load.held' : isMissingReason ? 'load.whyFirst' : 'load.done')}
        </Go>
      }
    >
      <Panel title={t('load.title')}>
        <section className="card loads">
          <header>
            <b>{t('load.takes')}</b>
            {isPlanned ? (
              <State name="done">{t('load.asPlanned')}</State>
            ) : (
              <State name="warn">{t('load.differs')}</State>
            )}
          </header>
          {types.map(code => (
            <Stepper
              key={code}
              label={t('load.fullOf', { size: sizeText(code) })}
              value={draft.full[code] ?? 0}
              onChange={count => change('full', code, count)}
            >
              <Cylinder isFull />
              {sizeText(code)}
            </Stepper>
          ))}
        </section>
        {!isPlanned && (
          <section className="card reasons">
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
      {goesOff && (
        <Panel title={t('load.goesOff')}>
          <section className="card loads">
            <header>
              <b>{t('load.goesOff')}</b>
            </header>
            {run.onTruck.flatMap(({ cylinderType, full, empty }) => [
              empty > 0 ? (
                <Stepper
                  key={`${cylinderType}-empty`}
                  label={t('load.emptyOf', { size: sizeText(cylinderType) })}
                  value={draft.returnedEmpty[cylinderType] ?? 0}
                  most={empty}
                  onChange={count => change('returnedEmpty', cylinderType, count)}
                >
                  <Cylinder isFull={false} />
                  {sizeText(cylinderType)}
                </Stepper>
              ) : null,
              full > 0 ? (
                <Stepper
                  key={`${cylinderType}-full`}
                  label={t('load.leftOf', { size: sizeText(cylinderType) })}
                  value={draft.returnedFull[cylinderType] ?? 0}
                  most={full}
                  onChange={count => change('returnedFull', cylinderType, count)}
                >
                  <Cylinder isFull />
                  {sizeText(cylinderType)}
                </Stepper>
              ) : null,
            ])}
          </section>
        </Panel>
      )}
      <Weight draft={draft} />
    </Screen>
  )
}

function Weight({ draft }: { draft: LoadDraft }) {
  const { t } = useWords()
  const { run } = useRunDay()
  const weight = loadWeight(run, draft)
  return (
    <section className="card facts-list">
      <p>
        <span>{t('load.gas')}</span>
        <b>{formatKg(weight.gasGrams)} kg</b>
      </p>
      <p>
        <span>{t('load.total')}</span>
        <b>
          {formatKg(weight.totalGrams)} <small>/ {formatKg(run.vehicle.maxLoadGrams)} kg</small>
        </b>
      </p>
      {weight.isTooHeavy && <State name="failed">{t('load.tooHeavy')}</State>}
      {weight.isTooMuchGas && <State name="failed">{t('load.tooMuchGas')}</State>}
      {weight.needsPapers && <State name="warn">{t('load.papers')}</State>}
    </section>
  )
}
