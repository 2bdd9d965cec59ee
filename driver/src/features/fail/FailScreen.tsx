import { failureReasons } from '@luckygas/contract/states.ts'
import { useDraft, useNavigation, useOnce, usePhone, useStop } from '../../app/phone-context.tsx'
import { Go, Row } from '../../parts/buttons.tsx'
import { Icon } from '../../parts/icons.tsx'
import { PhotoButton } from '../../parts/PhotoButton.tsx'
import { Panel, Screen } from '../../parts/Screen.tsx'
import { useWords } from '../../words/words-context.tsx'
import { deliverThing } from '../deliver/use-deliver-draft.ts'
import { DoneScreen } from '../done/DoneScreen.tsx'
import { GoneStop } from '../stop/GoneStop.tsx'
import { numberOf, tripsOf } from '../today/today.rules.ts'
import { type FailDraft, failThing, newFailDraft } from './fail-draft.ts'

/** It could not be delivered: why, and what the office should know. */
export function FailScreen({ stopId }: { stopId: string }) {
  const { t } = useWords()
  const phone = usePhone()
  const navigation = useNavigation()
  const found = useStop(stopId)
  const [draft, save] = useDraft<FailDraft>(failThing(stopId), () => newFailDraft(stopId))
  const [once, isBusy] = useOnce()
  if (found === null) return <GoneStop />
  if (found.stop.delivery !== null && draft.replaces === null) return <DoneScreen stopId={stopId} />
  const { day, run, stop } = found
  const place = numberOf(tripsOf(day), stopId)
  const { reason } = draft

  const report = () => {
    if (reason === null) return
    once(async () => {
      await phone.report(
        {
          kind: 'fail',
          businessDate: day.date,
          runId: run.id,
          stopId,
          deliveryId: draft.deliveryId,
          reason,
          note: draft.note,
          files: draft.files,
        },
        {
          stop: { number: place?.number ?? 0, name: stop.shortName },
          settles: [failThing(stopId), deliverThing(stopId)],
          claimsFiles: draft.files.map(file => file.fileId),
          replaces: draft.replaces,
        },
      )
      navigation.go({ at: 'today' })
    })
  }
  const keepPhoto = async (blob: Blob) => {
    const fileId = await phone.keepPicture('photo', blob)
    save({ ...draft, files: [...draft.files, { fileId, purpose: 'photo' }] })
  }
  const phoneNumber = stop.phones[0]
  return (
    <Screen
      title={t('fail.title')}
      small={stop.shortName}
      bar={
        <Go
          onPress={report}
          isBusy={isBusy}
          isDisabled={reason === null}
          small={reason === null ? undefined : t(`failureReason.${reason}`)}
        >
          {t(reason === null ? 'fail.chooseFirst' : 'fail.record')}
        </Go>
      }
    >
      {phoneNumber !== undefined && (
        <a className="row is-centred" href={`tel:${phoneNumber}`}>
          <Icon name="phone" size={22} />
          {t('fail.callFirst')}
        </a>
      )}
      <Panel title={t('fail.title')}>
        <div className="reasons-list">
          {failureReasons.map(one => (
            <Row key={one} isPressed={one === reason} onPress={() => save({ ...draft, reason: one })}>
              {t(`failureReason.${one}`)}
            </Row>
          ))}
        </div>
        <label className="field">
          {t('fail.note')}
          <textarea
            rows={2}
            maxLength={300}
            placeholder={t('fail.noteHint')}
            value={draft.note}
            onChange={event => save({ ...draft, note: event.target.value })}
          />
        </label>
        <PhotoButton onPicture={blob => void keepPhoto(blob)}>
          <Icon name="camera" size={24} />
          {draft.files.length === 0 ? t('fail.photo') : t('deliver.photos', { count: draft.files.length })}
        </PhotoButton>
      </Panel>
    </Screen>
  )
}
