import { lazy, type ReactNode, Suspense, useEffect } from 'react'
import { CashScreen } from '../features/cash/CashScreen.tsx'
import { DeliverScreen } from '../features/deliver/DeliverScreen.tsx'
import { DoneScreen } from '../features/done/DoneScreen.tsx'
import { StopScreen } from '../features/stop/StopScreen.tsx'
import { TodayScreen } from '../features/today/TodayScreen.tsx'
import { Boundary } from '../parts/Boundary.tsx'
import { State } from '../parts/marks.tsx'
import { useWords } from '../words/words-context.tsx'
import type { Route } from './navigation.ts'
import { useNavigation, usePhone, usePhoneState, useRoute } from './phone-context.tsx'
import type { Phase } from './phone-memory.ts'
import { useDuties } from './use-duties.ts'

const later = () => import('../features/later.ts')
const signIn = () => import('../features/sign-in/SignInScreen.tsx')
const ArrivalProposal = lazy(async () => ({ default: (await later()).ArrivalProposal }))
const CloseScreen = lazy(async () => ({ default: (await later()).CloseScreen }))
const FailScreen = lazy(async () => ({ default: (await later()).FailScreen }))
const LoadOutScreen = lazy(async () => ({ default: (await later()).LoadOutScreen }))
const MessagesScreen = lazy(async () => ({ default: (await later()).MessagesScreen }))
const MessageWatch = lazy(async () => ({ default: (await later()).MessageWatch }))
const NewPasswordScreen = lazy(async () => ({ default: (await later()).NewPasswordScreen }))
const SettingsScreen = lazy(async () => ({ default: (await later()).SettingsScreen }))
const NotADriverScreen = lazy(async () => ({ default: (await signIn()).NotADriverScreen }))
const SignInScreen = lazy(async () => ({ default: (await signIn()).SignInScreen }))
const StopsScreen = lazy(async () => ({ default: (await later()).StopsScreen }))
const SyncScreen = lazy(async () => ({ default: (await later()).SyncScreen }))
const VehicleCheckScreen = lazy(async () => ({ default: (await later()).VehicleCheckScreen }))

/** How long after the start the second piece is fetched, in milliseconds, unless a screen asks for it before. */
const restMs = 1_000

type ScreenOf = {
  [K in Route['at']]: (route: Extract<Route, { at: K }>) => ReactNode
}
const screens: ScreenOf = {
  today: () => <TodayScreen />,
  stops: () => <StopsScreen />,
  check: () => <VehicleCheckScreen />,
  close: () => <CloseScreen />,
  sync: () => <SyncScreen />,
  settings: () => <SettingsScreen />,
  messages: () => <MessagesScreen />,
  'sign-in': () => <SignInScreen isAgain />,
  load: ({ trip, isVisit = false }) => (
    <LoadOutScreen trip={trip} isVisit={isVisit} key={`${trip} ${isVisit}`} />
  ),
  stop: ({ stopId }) => <StopScreen stopId={stopId} key={stopId} />,
  deliver: ({ stopId }) => <DeliverScreen stopId={stopId} key={stopId} />,
  cash: ({ stopId }) => <CashScreen stopId={stopId} key={stopId} />,
  done: ({ stopId }) => <DoneScreen stopId={stopId} key={stopId} />,
  fail: ({ stopId }) => <FailScreen stopId={stopId} key={stopId} />,
  tell: ({ stopId }) => <MessagesScreen stopId={stopId} key={stopId} />,
}
/** Screens that need a day with a run; without one the first screen says what is missing. */
const needsRun = new Set<Route['at']>(['check', 'load', 'stop', 'deliver', 'cash', 'done', 'fail', 'tell'])

export function App() {
  const { t } = useWords()
  const navigation = useNavigation()
  const { phase, keepFault, given, fetchedAtMs } = usePhoneState()
  const route = useRoute()
  const phone = usePhone()
  useDuties()
  /** A fault may come from the day itself: the first screen, on a day fetched afresh. */
  const again = () => {
    void phone.refresh()
    navigation.go({ at: 'today' })
  }
  useEffect(() => {
    const timer = setTimeout(() => {
      Promise.all([signIn(), later(), import('signature_pad')]).catch(() => undefined)
    }, restMs)
    return () => clearTimeout(timer)
  }, [])
  return (
    <>
      {keepFault !== null && (
        <p className="notice is-failed is-top" role="alert">
          <State name="failed">{t(`storage.${keepFault}`)}</State>
        </p>
      )}
      {keepFault === null && given !== null && (
        <p className="notice is-warned is-top" role="status">
          <State name="warn">{t(`storage.given.${given}`)}</State>
        </p>
      )}
      <Boundary title={t('app.screen')} resetOn={`${phase} ${route.at} ${fetchedAtMs}`} onRetry={again}>
        <Suspense fallback={<div className="screen" />}>
          <Shown phase={phase} route={route} />
        </Suspense>
      </Boundary>
      {phase === 'ready' && (
        <Boundary title={t('message.title')} resetOn={phase} onRetry={again}>
          <Suspense>
            <ArrivalProposal />
            <MessageWatch />
          </Suspense>
        </Boundary>
      )}
    </>
  )
}

function Shown({ phase, route }: { phase: Phase; route: Route }) {
  const { day } = usePhoneState()
  if (phase === 'signed-out') return <SignInScreen />
  if (phase === 'new-password') return <NewPasswordScreen />
  if (phase === 'not-a-driver') return <NotADriverScreen />
  const shown: Route = needsRun.has(route.at) && day?.run == null ? { at: 'today' } : route
  return (screens[shown.at] as (route: Route) => ReactNode)(shown)
}
