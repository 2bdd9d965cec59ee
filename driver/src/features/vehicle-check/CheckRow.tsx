import { Icon } from '../../parts/icons.tsx'
import { State } from '../../parts/marks.tsx'
import { PhotoButton } from '../../parts/PhotoButton.tsx'
import { useWords } from '../../words/words-context.tsx'
import type { CheckItem } from './check-items.ts'

interface Props {
  item: CheckItem
  name: string
  /** What is wrong; undefined while nothing is. */
  note: string | undefined
  hasPhoto: boolean
  onToggle: () => void
  onNote: (note: string) => void
  onPicture: (blob: Blob) => void
}

/** One thing to look at: in order, or what is wrong with it and its picture. */
export function CheckRow({ item, name, note, hasPhoto, onToggle, onNote, onPicture }: Props) {
  const { t } = useWords()
  const isFaulty = note !== undefined
  return (
    <li>
      <button type="button" aria-pressed={isFaulty} onClick={onToggle}>
        <b>{name}</b>
        {isFaulty ? (
          <State name="failed">{t('check.faulty')}</State>
        ) : (
          <State name="done">{t('check.fine')}</State>
        )}
      </button>
      {isFaulty && (
        <>
          <input
            aria-label={t('check.what', { item: name })}
            placeholder={t('check.whatHint')}
            maxLength={100}
            value={note}
            onChange={event => onNote(event.target.value)}
          />
          <PhotoButton onPicture={onPicture}>
            <Icon name="camera" size={24} />
            {t(hasPhoto ? 'check.photoTaken' : item.needsPhoto ? 'check.photoNeeded' : 'check.photo')}
          </PhotoButton>
        </>
      )}
    </li>
  )
}
