import { Go } from '../../parts/buttons.tsx'
import { useWords } from '../../words/words-context.tsx'

/** Without its memory the app could lose what a driver states, so it does not start at all. */
export function NoMemoryScreen() {
  const { t } = useWords()
  return (
    <div className="screen">
      <main className="main">
        <h1>{t('storage.none')}</h1>
        <p>{t('storage.noneHelp')}</p>
      </main>
      <footer className="bar">
        <Go onPress={() => location.reload()}>{t('panel.retry')}</Go>
      </footer>
    </div>
  )
}
