import { formatNtd } from '@luckygas/contract/kernel/money.ts'
import { useState } from 'react'
import { useNavigation, useOnce, usePhone, usePhoneState } from '../../app/phone-context.tsx'
import type { Run } from '../../offline/day.rules.ts'
import type { DriverDay } from '../../offline/outbox.types.ts'
import { Go, Row } from '../../parts/buttons.tsx'
import { State } from '../../parts/marks.tsx'
import { Panel, Screen } from '../../parts/Screen.tsx'
import { SignaturePanel } from '../../parts/SignaturePanel.tsx'
import { useIsReachable } from '../../parts/use-is-reachable.ts'
import { useWords } from '../../words/words-context.tsx'
import { CashTable } from './CashTable.tsx'
import type { Closing } from './CloseScreen.tsx'
import { CylinderTable } from './CylinderTable.tsx'
import { countedCash, countOf, countRows, faceValues, varianceOf } from './close.rules.ts'
import { differenceText } from './difference-text.ts'

const reasons = ['wrongChange', 'miscounted', 'owedEmpties', 'unknown'] as const

interface Props {
  closing: Closing
  small: string
  day: DriverDay
  run: Run
  dueCash: number
}

/** What was counted beside what is due; a difference says why, then the driver signs. */
export function Compare({ closing, small, day, run, dueCash }: Props) {
  const { t } = useWords()
  const phone = usePhone()
  const navigation = useNavigation()
  const { summary } = usePhoneState()
  const isReachable = useIsReachable()
  const [once, isBusy] = useOnce()
  const [isSigning, setSigning] = useState(false)
  const { draft, save } = closing
  const rows = countRows(run.onTruck, draft)
  const variance = varianceOf(dueCash, draft, rows)
  const counted = countedCash(draft.pieces)
  const isReasonMissing = variance.isAny && draft.reason.trim() === ''

  const report = (signatureFileId: string) =>
    once(async () => {
      await phone.report(
        {
          kind: 'close_day',
          businessDate: day.date,
          runId: run.id,
          dayCloseId: draft.dayCloseId,
          denominations: Object.fromEntries(
            faceValues
              .map(value => [String(value), countOf(draft.pieces[value])])
              .filter(([, pieces]) => pieces !== 0),
          ),
          countedCashNtd: String(counted),
          counted: rows.map(({ cylinderType, full, empty }) => ({ cylinderType, full, empty })),
          reason: draft.reason.trim(),
          signatureFileId,
        },
        { settles: ['close'], claimsFiles: [signatureFileId], replaces: draft.replaces },
      )
      navigation.go({ at: 'today' })
    })
  const signed = async (blob: Blob) => {
    setSigning(false)
    report(await phone.keepPicture('signature', blob))
  }
  return (
    <>
      <Screen
        title={t('close.title')}
        small={small}
        className="compare"
        onBack={() => save({ ...draft, step: 'cylinders' })}
        bar={
          <Go
            onPress={() => setSigning(true)}
            isBusy={isBusy}
            isDisabled={isReasonMissing}
            small={t('close.summary', {
              cash: formatNtd(BigInt(counted)),
              difference: differenceText(t, variance.cash),
            })}
          >
            {t(isReasonMissing ? 'close.reasonFirst' : 'close.sign')}
          </Go>
        }
      >
        {(summary.waiting.length > 0 || !isReachable) && (
          <p className="notice">
            <State name="sync">
              {summary.waiting.length > 0
                ? t('close.behind', { count: summary.waiting.length })
                : t('close.withoutSignal')}
            </State>
          </p>
        )}
        <Panel title={t('close.cash')}>
          <CashTable
            closing={closing}
            dueCash={dueCash}
            deposits={run.depositsTakenNtd ?? '0'}
            counted={counted}
            difference={variance.cash}
          />
        </Panel>
        <Panel title={t('close.cylinders')}>
          <CylinderTable rows={rows} onRecount={() => save({ ...draft, step: 'cylinders' })} />
        </Panel>
        {variance.isAny && (
          <section className="card reasons">
            <h2>{t('close.why')}</h2>
            <div className="choices">
              {reasons.map(reason => (
                <Row
                  key={reason}
                  isCentred
                  isPressed={draft.reason === t(`close.reason.${reason}`)}
                  onPress={() => save({ ...draft, reason: t(`close.reason.${reason}`) })}
                >
                  {t(`close.reason.${reason}`)}
                </Row>
              ))}
            </div>
            <label className="field">
              {t('close.whyWords')}
              <input
                maxLength={300}
                value={draft.reason}
                onChange={event => save({ ...draft, reason: event.target.value })}
              />
            </label>
            <p className="hint">{t('close.depotSigns')}</p>
          </section>
        )}
      </Screen>
      {isSigning && (
        <SignaturePanel
          title={t('close.signature')}
          onSigned={blob => void signed(blob)}
          onCancel={() => setSigning(false)}
        />
      )}
    </>
  )
}
