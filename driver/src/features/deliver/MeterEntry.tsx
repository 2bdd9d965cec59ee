import { businessDateOf } from '@luckygas/contract/kernel/dates.ts'
import { nowMs } from '@luckygas/ui/clock.ts'
import { formatShortDate } from '@luckygas/ui/format/format.ts'
import { usePhone } from '../../app/phone-context.tsx'
import { Icon } from '../../parts/icons.tsx'
import { Keypad } from '../../parts/Keypad.tsx'
import { type MarkName, State } from '../../parts/marks.tsx'
import { PhotoButton } from '../../parts/PhotoButton.tsx'
import { useKeepSeen } from '../../parts/use-keep-seen.ts'
import { useWords } from '../../words/words-context.tsx'
import { decimals, drumsOf, meterUse, milliUnitsOf, type Plausibility, unitsText } from './meter.rules.ts'
import type { Delivering } from './use-deliver-draft.ts'

const marks: Record<Exclude<Plausibility, 'unknown'>, MarkName> = {
  usual: 'done',
  much: 'warn',
  little: 'warn',
  backwards: 'failed',
}

/** Digits with their place counted from the right, as drums turn. */
const placesOf = (digits: string) =>
  Array.from(digits, (digit, index) => ({ digit, place: digits.length - index }))

/** The meter as it looks on the wall: whole 度 on dark drums, decimals on light ones. */
export function MeterEntry({ delivering }: { delivering: Delivering }) {
  const { t } = useWords()
  const phone = usePhone()
  const { stop, draft, save } = delivering
  const { meter } = stop
  const seen = useKeepSeen<HTMLElement>('meter')
  if (meter === null) return null
  const wholeDigits = Math.max(4, meter.digits)
  const drums = drumsOf(draft.meterDigits, wholeDigits)
  const use = meterUse(meter, milliUnitsOf(draft.meterDigits), nowMs())
  const photos = draft.files.length
  const keepPhoto = async (blob: Blob) => {
    const fileId = await phone.keepPicture('photo', blob)
    save({ ...draft, files: [...draft.files, { fileId, purpose: 'photo' }] })
  }
  return (
    <>
      <section className="card entry" ref={seen}>
        <header>
          <b>
            {t('meter.title')} <small>{meter.serial}</small>
          </b>
          <PhotoButton className="is-centred" onPicture={blob => void keepPhoto(blob)}>
            <Icon name="camera" size={24} />
            {photos === 0 ? t('meter.photo') : t('deliver.photos', { count: photos })}
          </PhotoButton>
        </header>
        <p className={draft.meterDigits === '' ? 'drums is-empty' : 'drums'} aria-live="polite">
          <span className="unseen">{`${drums.whole}.${drums.fraction}`}</span>
          {placesOf(drums.whole).map(({ digit, place }) => (
            <i key={place} aria-hidden="true">
              {digit}
            </i>
          ))}
          <u aria-hidden="true">.</u>
          {placesOf(drums.fraction).map(({ digit, place }) => (
            <i key={place} aria-hidden="true" className={place === 1 ? 'part is-cursor' : 'part'}>
              {digit}
            </i>
          ))}
        </p>
        <p className="calc">
          <span>
            {meter.lastReadAt === null
              ? t('meter.first')
              : t('meter.last', { date: formatShortDate(businessDateOf(new Date(meter.lastReadAt))) })}
          </span>
          {meter.lastMilliUnits !== null && <b>{unitsText(meter.lastMilliUnits)}</b>}
        </p>
        <p className="calc">
          {use.usedMilliUnits === null ? (
            <span>{t('meter.typeIt')}</span>
          ) : (
            <>
              <span>
                {t('meter.used')} <b>{unitsText(use.usedMilliUnits)}</b> {t('meter.unit')}
              </span>
              {use.plausibility !== 'unknown' && (
                <State name={marks[use.plausibility]}>{t(`meter.${use.plausibility}`)}</State>
              )}
            </>
          )}
        </p>
      </section>
      <Keypad
        value={draft.meterDigits}
        longest={wholeDigits + decimals}
        onChange={meterDigits => save({ ...draft, meterDigits })}
      />
    </>
  )
}
