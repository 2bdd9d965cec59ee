import { serverNowMs } from '@luckygas/ui/clock.ts'
import { formatTime } from '@luckygas/ui/format/format.ts'
import { LateMark } from '@luckygas/ui/icons/states.tsx'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

const tickMs = 1_000

/** How long until help must be there, counting; after that, for how long it is late. */
export function EmergencyClock({ dueBy }: { dueBy: string }) {
  const { t } = useTranslation()
  const [now, setNow] = useState(serverNowMs)
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNowMs()), tickMs)
    return () => clearInterval(timer)
  }, [])
  const left = Math.trunc((Date.parse(dueBy) - now) / 1000)
  const seconds = Math.abs(left)
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
  return (
    <span className="clock num" data-late={left < 0}>
      {left < 0 ? <LateMark /> : null}
      {t(left < 0 ? 'orders.lateBy' : 'orders.leftUntil', { clock, time: formatTime(dueBy) })}
    </span>
  )
}
