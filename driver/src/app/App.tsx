import { ErrorBoundary } from '@luckygas/ui/panel/ErrorBoundary.tsx'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { CashScreen } from '../features/cash/CashScreen.tsx'
import { CloseScreen } from '../features/close/CloseScreen.tsx'
import { DeliverScreen } from '../features/deliver/DeliverScreen.tsx'
import { DoneScreen } from '../features/done/DoneScreen.tsx'
import { FailScreen } from '../features/fail/FailScreen.tsx'
import { LoadOutScreen } from '../features/load-out/LoadOutScreen.tsx'
import { SettingsScreen } from '../features/settings/SettingsScreen.tsx'
import { NotADriverScreen, SignInScreen } from '../features/sign-in/SignInScreen.tsx'
import { StopScreen } from '../features/stop/StopScreen.tsx'
import { SyncScreen } from '../features/sync/SyncScreen.tsx'
import { StopsScreen } from '../features/today/StopsScreen.tsx'
import { TodayScreen } from '../features/today/TodayScreen.tsx'
import { VehicleCheckScreen } from '../features/vehicle-check/VehicleCheckScreen.tsx'
import { State } from '../parts/marks.tsx'
import type { Route } from './navigation.ts'
import { useNavigation, usePhoneState, useRoute } from './phone-context.tsx'
import { useDuties } from './use-duties.ts'

type ScreenOf = {
  [K in Route['at']]: (route: Extract<Route, { at: K }> & { stopId: string; trip: number }) => ReactNode
}
const screens: ScreenOf = {
  today: () => <TodayScreen />,
  stops: () => <StopsScreen />,
  check: () => <VehicleCheckScreen />,
  close: () => <CloseScreen />,
  sync: () => <SyncScreen />,
  settings: () => <SettingsScreen />,
  'sign-in': () => <SignInScreen isAgain />,
  load: ({ trip }) => <LoadOutScreen trip={trip} key={trip} />,
  stop: ({ stopId }) => <StopScreen stopId={stopId} key={stopId} />,
  deliver: ({ stopId }) => <DeliverScreen stopId={stopId} key={stopId} />,
  cash: ({ stopId }) => <CashScreen stopId={stopId} key={stopId} />,
  done: ({ stopId }) => <DoneScreen stopId={stopId} key={stopId} />,
  fail: ({ stopId }) => <FailScreen stopId={stopId} key={stopId} />,
}
/** Screens that need a day with a run; without one the first screen says what is missing. */
const needsRun = new Set<Route['at']>(['check', 'load', 'stop', 'deliver', 'cash', 'done', 'fail'])

export function App() {
  const { t } = useTranslation()
  const navigation = useNavigation()
  const { phase, day, isStorageFull } = usePhoneState()
  const route = useRoute()
  useDuties()
  if (phase === 'signed-out') return <SignInScreen />
  if (phase === 'not-a-driver') return <NotADriverScreen />
  const shown: Route = needsRun.has(route.at) && day?.run == null ? { at: 'today' } : route
  const screen = screens[shown.at] as (route: Route) => ReactNode
  return (
    <>
      {isStorageFull && (
        <p className="notice is-failed is-top" role="alert">
          <State name="failed">{t('storage.full')}</State>
        </p>
      )}
      <ErrorBoundary
        title={t('app.screen')}
        resetOn={[shown.at]}
        onRetry={() => navigation.go({ at: 'today' })}
      >
        {screen(shown)}
      </ErrorBoundary>
    </>
  )
}
