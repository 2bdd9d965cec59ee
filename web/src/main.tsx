import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import '@luckygas/ui/tokens.css'
import '@luckygas/ui/panel/panel.css'
import './styles/base.css'
import './styles/parts.css'
import './styles/shell.css'
import './styles/tables.css'
import { chooseLocale, showLocale } from '@luckygas/ui/i18n/create-i18n.ts'
import { App } from './shell/App.tsx'
import { prepareI18n } from './shell/i18n.ts'
import { applyStoredTheme } from './shell/theme.ts'

applyStoredTheme()
const i18n = await prepareI18n()
void showLocale(i18n, chooseLocale())
const container = document.getElementById('root')
if (container === null) throw new Error('the page has no place for the app')
// Faults are shown by their panel's boundary; React's own report to the console would only repeat them.
createRoot(container, { onCaughtError: () => undefined }).render(
  <StrictMode>
    <I18nextProvider i18n={i18n}>
      <App />
    </I18nextProvider>
  </StrictMode>,
)
