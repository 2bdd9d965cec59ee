import { createRoot } from 'react-dom/client'
import '@luckygas/ui/tokens.css'
import './styles/base.css'
import './styles/parts.css'
import './styles/screens.css'
import './styles/screens-stop.css'
import './styles/screens-done.css'
import './styles/screens-close.css'
import { App } from './app/App.tsx'
import { HandsProvider } from './app/phone-context.tsx'
import { startPhone, startWords } from './app/start.ts'
import { registerWorker } from './app/updates.ts'
import { NoMemoryScreen } from './features/settings/NoMemoryScreen.tsx'
import { Boundary } from './parts/Boundary.tsx'
import { WordsProvider } from './words/words-context.tsx'

const container = document.getElementById('root')
if (container === null) throw new Error('the page has no place for the app')
// Faults are shown by their panel's boundary; React's own report to the console would only repeat them.
const root = createRoot(container, { onCaughtError: () => undefined })
const words = startWords()

try {
  const hands = await startPhone()
  root.render(
    <WordsProvider words={words}>
      <HandsProvider {...hands}>
        <Boundary title={words.t('app.screen')} onRetry={() => location.reload()}>
          <App />
        </Boundary>
      </HandsProvider>
    </WordsProvider>,
  )
  const isIdle = () => {
    const { summary, drafts, files } = hands.phone.state.get()
    return summary.waiting.length === 0 && files.length === 0 && drafts.size === 0
  }
  registerWorker(isIdle).catch(() => undefined)
} catch {
  root.render(
    <WordsProvider words={words}>
      <NoMemoryScreen />
    </WordsProvider>,
  )
}
