import { DoneMark, FailedMark } from '@luckygas/ui/icons/states.tsx'
import { CloseIcon } from '@luckygas/ui/icons/things.tsx'
import { observable } from '@luckygas/ui/observable.ts'
import { useObservable } from '@luckygas/ui/use-observable.ts'
import { useTranslation } from 'react-i18next'

interface Toast {
  id: number
  text: string
  isFault: boolean
}
const toasts = observable<readonly Toast[]>([])
let lastId = 0
const shownMs = { good: 4_000, fault: 9_000 }

const dismiss = (id: number) => toasts.set(toasts.get().filter(toast => toast.id !== id))

/** Says what happened, at the foot of the page and to screen readers. */
export function say(text: string, isFault = false): void {
  lastId += 1
  const id = lastId
  toasts.set([...toasts.get().slice(-2), { id, text, isFault }])
  setTimeout(() => dismiss(id), isFault ? shownMs.fault : shownMs.good)
}

export function Toasts() {
  const { t } = useTranslation()
  const shown = useObservable(toasts)
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map(toast => (
        <p key={toast.id} className={toast.isFault ? 'toast bad' : 'toast'}>
          {toast.isFault ? <FailedMark /> : <DoneMark />}
          <span>{toast.text}</span>
          <button
            type="button"
            className="btn ghost xs"
            onClick={() => dismiss(toast.id)}
            aria-label={t('word.close')}
          >
            <CloseIcon size={12} />
          </button>
        </p>
      ))}
    </div>
  )
}
