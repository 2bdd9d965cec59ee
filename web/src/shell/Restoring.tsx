import { useProblemSentence } from '@luckygas/ui/i18n/use-problem-sentence.ts'
import { useTranslation } from 'react-i18next'

/** The empty shell while the session is restored, or why it could not be. */
export function Restoring({ fault, onRetry }: { fault: unknown; onRetry: () => void }) {
  const { t } = useTranslation()
  const sentence = useProblemSentence()
  return (
    <div className="shell" aria-busy={fault === undefined}>
      <div className="rail" />
      <main className="main">
        <div className="top">
          <h1 className="sr">{t('shell.company')}</h1>
        </div>
        {fault === undefined ? null : (
          <div className="notice" role="alert">
            <p>{sentence(fault)}</p>
            <button type="button" className="btn accent" onClick={onRetry}>
              {t('word.retry')}
            </button>
          </div>
        )}
      </main>
    </div>
  )
}
