import { isProblem } from '@luckygas/ui/api/problem-error.ts'
import { chooseLocale, showLocale } from '@luckygas/ui/i18n/create-i18n.ts'
import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { I18nProvider } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { RouterProvider } from 'react-router/dom'
import { Toasts } from '../parts/Toasts.tsx'
import { api } from './api.ts'
import { LoginPage } from './LoginPage.tsx'
import { queryClient } from './queries.ts'
import { Restoring } from './Restoring.tsx'
import { router } from './router.tsx'
import { MeContext, useSessionState } from './session.ts'

/** Behaviour of the date fields: Taiwanese Chinese counts years from the Republic. */
const ariaLocales: Record<string, string> = { 'zh-TW': 'zh-TW-u-ca-roc', en: 'en-u-ca-roc' }

/** Restores the session, then shows the office or the login. */
export function App() {
  const { i18n } = useTranslation()
  const session = useSessionState()
  const [fault, setFault] = useState<unknown>()
  useEffect(() => {
    if (session.status !== 'unknown' || fault !== undefined) return
    api.session.refresh().catch(error => {
      if (!isProblem(error) || error.kind !== 'denied') setFault(error)
    })
  }, [session.status, fault])
  const userLocale = session.status === 'signed-in' ? session.session.me.locale : null
  useEffect(() => {
    if (userLocale !== null) void showLocale(i18n, chooseLocale(userLocale))
  }, [userLocale, i18n])
  useEffect(() => {
    if (session.status === 'signed-out') queryClient.clear()
  }, [session.status])

  return (
    <I18nProvider locale={ariaLocales[i18n.language] ?? 'zh-TW-u-ca-roc'}>
      <QueryClientProvider client={queryClient}>
        {session.status === 'signed-in' ? (
          <MeContext value={session.session.me}>
            <RouterProvider router={router} />
          </MeContext>
        ) : session.status === 'signed-out' ? (
          <LoginPage />
        ) : (
          <Restoring fault={fault} onRetry={() => setFault(undefined)} />
        )}
        <Toasts />
      </QueryClientProvider>
    </I18nProvider>
  )
}
