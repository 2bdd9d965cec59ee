import { useTranslation } from 'react-i18next'
import { minutesBetween } from './jobs.ts'

const [hourMinutes, dayMinutes] = [60, 1_440]

/** A kind of work and an age in words; a kind that has no word yet shows its name in the program. */
export function useJobWords() {
  const { t, i18n } = useTranslation()
  const lengthOf = (minutes: number) => {
    if (minutes >= dayMinutes) return t('word.daysOf', { count: Math.floor(minutes / dayMinutes) })
    if (minutes < hourMinutes) return t('word.minutesOf', { count: minutes })
    return t('word.hoursOf', { hours: Math.floor(minutes / hourMinutes), minutes: minutes % hourMinutes })
  }
  return {
    nameOf: (name: string) => (i18n.exists(`jobs.name.${name}`) ? t(`jobs.name.${name}`) : name),
    ageOf: (from: string, at: string) => {
      const minutes = minutesBetween(from, at)
      return minutes === 0 ? t('jobs.now') : t('jobs.since', { age: lengthOf(minutes) })
    },
  }
}
