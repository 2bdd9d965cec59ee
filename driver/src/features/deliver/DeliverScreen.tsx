import { products } from '@luckygas/contract/kernel/cylinders.ts'
import { residualGrams, usualPayment } from '@luckygas/contract/kernel/door-amount.ts'
import { formatNtd } from '@luckygas/contract/kernel/money.ts'
import { formatKg } from '@luckygas/ui/format/format.ts'
import { lazy, Suspense } from 'react'
import { useNavigation, useOnce } from '../../app/phone-context.tsx'
import { Go } from '../../parts/buttons.tsx'
import { ntd, sumOf } from '../../parts/figures.ts'
import { State } from '../../parts/marks.tsx'
import { Panel, Screen } from '../../parts/Screen.tsx'
import { useWords } from '../../words/words-context.tsx'
import { DoneScreen } from '../done/DoneScreen.tsx'
import { DoorList } from '../stop/DoorList.tsx'
import { stopsAtDoor } from '../stop/door.rules.ts'
import { GoneStop } from '../stop/GoneStop.tsx'
import { tripsOf } from '../today/today.rules.ts'
import { isPaidAtDoor, weighed } from './deliver.rules.ts'
import { tenthsToGrams } from './digits.rules.ts'
import { FoldedLines } from './FoldedLines.tsx'
import { Lines } from './Lines.tsx'
import { MeterEntry } from './MeterEntry.tsx'
import { milliUnitsOf, unitsText } from './meter.rules.ts'
import { ResidualEntry } from './ResidualEntry.tsx'
import { type Delivering, useDelivering } from './use-deliver-draft.ts'

const PlateEntry = lazy(async () => ({ default: (await import('../later.ts')).PlateEntry }))

/** What went out and what came back; prefilled, so that the usual case is one tap. */
export function DeliverScreen({ stopId }: { stopId: string }) {
  const delivering = useDelivering(stopId)
  if (delivering === null) return <GoneStop />
  if (delivering.stop.delivery?.outcome === 'delivered' && delivering.draft.replaces === null)
    return <DoneScreen stopId={stopId} />
  return <Deliver delivering={delivering} />
}

function Deliver({ delivering }: { delivering: Delivering }) {
  const { t } = useWords()
  const navigation = useNavigation()
  const [once, isBusy] = useOnce()
  const { stop, number, draft, amount, record } = delivering
  const confirm = () =>
    once(async () => {
      if (isPaidAtDoor(draft, stop, amount.amountDueNtd)) navigation.go({ at: 'cash', stopId: stop.id })
      else await record(usualPayment(stop.settlement, amount.amountDueNtd, stop.payment), 0n)
    })
  const isEntry = draft.focus !== 'lines'
  return (
    <Screen
      title={stop.shortName}
      small={number > 0 ? t('stop.number', { number }) : undefined}
      className={isEntry ? 'deliver is-entry' : 'deliver'}
      bar={
        <Go onPress={confirm} isBusy={isBusy} small={<Records delivering={delivering} />}>
          {t('deliver.confirm')}
        </Go>
      }
    >
      {stop.state === 'cancelled' && (
        <p className="notice is-failed">
          <State name="failed">{t('stop.withdrawn')}</State>
        </p>
      )}
      <Panel title={t('deliver.title')}>
        {isEntry && <FoldedLines delivering={delivering} />}
        {draft.focus === 'meter' && <MeterEntry delivering={delivering} />}
        {draft.focus === 'residual' && <ResidualEntry delivering={delivering} />}
        {!isEntry && <Lines delivering={delivering} />}
        {!isEntry && (
          <Suspense>
            <PlateEntry
              isGate={false}
              types={[...new Set(draft.lines.map(line => products[line.product].type))]}
              plates={draft.plates ?? []}
              onChange={plates => delivering.save({ ...draft, plates })}
            />
          </Suspense>
        )}
        {!isEntry && <DoorList door={stopsAtDoor(tripsOf(delivering.day), stop.id)} stopId={stop.id} />}
      </Panel>
    </Screen>
  )
}

/** The second line of the button: what this tap will record. */
function Records({ delivering }: { delivering: Delivering }) {
  const { t } = useWords()
  const { stop, draft, amount } = delivering
  const milliUnits = milliUnitsOf(draft.meterDigits)
  const last = stop.meter?.lastMilliUnits ?? null
  const residual = sumOf(weighed(draft), one =>
    residualGrams({
      cylinderType: one.cylinderType,
      grossGrams: tenthsToGrams(one.gross),
      tareGrams: tenthsToGrams(one.tare),
    }),
  )
  const parts = [
    t('deliver.sends', { count: sumOf(draft.lines, line => line.fullOut) }),
    t('deliver.takes', { count: sumOf(draft.lines, line => line.emptyIn) }),
    ...(milliUnits === null
      ? []
      : [
          last === null
            ? t('deliver.reads', { value: unitsText(milliUnits) })
            : t('deliver.used', { value: unitsText(milliUnits - last) }),
        ]),
    ...(amount.creditNtd > 0n
      ? [t('deliver.credits', { amount: formatNtd(amount.creditNtd) })]
      : residual > 0
        ? [t('deliver.returns', { kg: formatKg(residual) })]
        : []),
    ...(amount.depositNtd > 0n ? [t('deliver.deposits', { amount: ntd(amount.depositNtd) })] : []),
  ]
  return parts.join(' • ')
}
