import { nowMs } from '@luckygas/ui/clock.ts'
import { openBrowserSocket } from '@luckygas/ui/live/browser-socket.ts'
import { createLiveClient } from '@luckygas/ui/live/live-client.ts'
import { useObservable } from '@luckygas/ui/use-observable.ts'
import { useEffect } from 'react'
import { keepDoorPhotos } from '../offline/door-photos.ts'
import { followPosition } from './gps.ts'
import { ringMessages } from './message-bell.ts'
import { usePhone, usePhoneState, useRoute } from './phone-context.tsx'

/** The day is fetched again after this long even when nobody says that it changed. */
const dayStaleMs = 5 * 60_000
const beatMs = 15_000
/** A record stays open for a signature this long; then it goes as it is. */
const holdMs = 120_000

/** What the app does on its own while it is open: listen, send, fetch, follow. */
export function useDuties(): void {
  useSending()
  useListening()
  useFollowing()
  useReleasing()
  useDoorPhotos()
}

function useSending(): void {
  const phone = usePhone()
  useEffect(() => {
    const now = () => void phone.sender.kick(true)
    const whenSeen = () => {
      if (document.visibilityState !== 'visible') return
      void phone.measureRoom()
      if (phone.ageMs() > 60_000) void phone.sender.wantDay(true)
      else now()
    }
    const beat = setInterval(() => {
      if (phone.ageMs() > dayStaleMs) void phone.sender.wantDay()
      else void phone.sender.kick()
    }, beatMs)
    window.addEventListener('online', now)
    document.addEventListener('visibilitychange', whenSeen)
    return () => {
      clearInterval(beat)
      window.removeEventListener('online', now)
      document.removeEventListener('visibilitychange', whenSeen)
    }
  }, [phone])
}

/** The office's changes to this driver's day; a gap or a reset fetches everything again. */
function useListening(): void {
  const phone = usePhone()
  const session = useObservable(phone.client.session.state)
  const isSignedIn = session.status === 'signed-in'
  useEffect(() => {
    if (!isSignedIn) return
    const live = createLiveClient({
      open: () => openBrowserSocket(),
      accessToken: () => phone.client.session.freshToken(),
      onEvent: frame => {
        if (frame.kind === 'driver-day.changed') void phone.sender.wantDay(true)
        if (frame.kind === 'message.changed') ringMessages()
      },
      onReset: () => {
        ringMessages()
        void phone.sender.wantDay(true)
      },
      nowMs,
    })
    live.start()
    const retry = () => live.retryNow()
    window.addEventListener('online', retry)
    return () => {
      window.removeEventListener('online', retry)
      live.stop()
    }
  }, [phone, isSignedIn])
}

function useFollowing(): void {
  const phone = usePhone()
  const { day, author } = usePhoneState()
  const runId = day?.run?.state === 'loaded' ? day.run.id : undefined
  const authorId = author?.userId
  useEffect(() => {
    if (runId === undefined || authorId === undefined) return
    return followPosition(phone, authorId, runId)
  }, [phone, authorId, runId])
}

/** A delivery on its finishing screen goes out when the driver leaves it, or after a while. */
function useReleasing(): void {
  const phone = usePhone()
  const route = useRoute()
  const { summary } = usePhoneState()
  const heldId = summary.waiting.find(entry => entry.isHeld)?.id
  const stopId = 'stopId' in route ? route.stopId : undefined
  useEffect(() => {
    void phone.releaseOthers(stopId)
  }, [phone, stopId])
  useEffect(() => {
    if (heldId === undefined) return
    const timer = setTimeout(() => void phone.release(heldId), holdMs)
    return () => clearTimeout(timer)
  }, [phone, heldId])
}

function useDoorPhotos(): void {
  const phone = usePhone()
  const { fetchedAtMs } = usePhoneState()
  useEffect(() => {
    const { day } = phone.state.get()
    if (fetchedAtMs === 0 || day === null) return
    keepDoorPhotos(phone.database, phone.client, day).catch(() => undefined)
  }, [phone, fetchedAtMs])
}
