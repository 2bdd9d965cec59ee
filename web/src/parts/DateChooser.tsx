import { type CalendarDate, parseDate } from '@internationalized/date'
import { addDays, type BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import { today } from '@luckygas/ui/clock.ts'
import { formatDate } from '@luckygas/ui/format/format.ts'
import { ChevronIcon } from '@luckygas/ui/icons/things.tsx'
import { useState } from 'react'
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  Dialog,
  DialogTrigger,
  Heading,
  Popover,
} from 'react-aria-components'
import { useTranslation } from 'react-i18next'

interface Props {
  label: string
  date: BusinessDate | undefined
  onDate: ((date: BusinessDate) => void) | undefined
  minDate?: BusinessDate
}

/** A day as staff read it, and the calendar of the Republic's years behind it. */
export function DateChooser({ label, date = today(), onDate, minDate }: Props) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  if (onDate === undefined) return <span className="day num">{formatDate(date)}</span>
  const choose = (next: BusinessDate) => {
    onDate(next)
    setOpen(false)
  }
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button className="btn ghost num" aria-label={`${label} ${formatDate(date)}`}>
        {formatDate(date)}
        <ChevronIcon size={16} />
      </Button>
      <Popover className="pop" placement="bottom start">
        <Dialog aria-label={label} className="calendar">
          <Calendar
            value={parseDate(date)}
            onChange={(value: CalendarDate) => choose(value.toString())}
            minValue={minDate === undefined ? null : parseDate(minDate)}
            aria-label={label}
          >
            <header>
              <Button slot="previous" className="btn ghost sq flip">
                <ChevronIcon size={16} />
              </Button>
              <Heading />
              <Button slot="next" className="btn ghost sq turn">
                <ChevronIcon size={16} />
              </Button>
            </header>
            <CalendarGrid>{day => <CalendarCell date={day} className="calendar-day" />}</CalendarGrid>
          </Calendar>
          <div className="row">
            {[-1, 0, 1].map(ahead => (
              <button
                key={ahead}
                type="button"
                className="btn sm"
                onClick={() => choose(addDays(today(), ahead))}
              >
                {t(`word.day.${ahead}`)}
              </button>
            ))}
          </div>
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
