import type { DueItem } from '@luckygas/contract/endpoints/forecasting.ts'
import type { BusinessDate } from '@luckygas/contract/kernel/dates.ts'
import { formatPercent, formatShortDate } from '@luckygas/ui/format/format.ts'
import { useState } from 'react'
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Field } from '../../parts/Field.tsx'
import { focusFirst } from '../../parts/focus-first.ts'
import { Kbd } from '../../parts/Kbd.tsx'
import { useMay } from '../../shell/session.ts'
import { riskLevel } from './due-view.ts'

interface Props {
  item: DueItem
  isOpen: boolean
  hasKey: boolean
  onOpen: (isOpen: boolean) => void
  onPostpone: (toDate: BusinessDate, reason: string) => Promise<boolean>
}

/** 延後: each day offered with the risk it means. */
export function PostponeButton({ item, isOpen, hasKey, onOpen, onPostpone }: Props) {
  const { t } = useTranslation()
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={onOpen}>
      <Button className="btn xs">
        {t('dueList.postpone')}
        <span className="sr">{item.shortName}</span>
        {hasKey ? <Kbd keys={['P']} /> : null}
      </Button>
      <Popover className="pop postpone" placement="top end">
        <Dialog aria-label={t('dueList.postponeOf', { name: item.shortName })} data-modal="true">
          <PostponeChoices item={item} onPostpone={onPostpone} onDone={() => onOpen(false)} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

const toneOf = { high: 'high', mid: 'mid-risk', low: '' } as const

function PostponeChoices({
  item,
  onPostpone,
  onDone,
}: Pick<Props, 'item' | 'onPostpone'> & { onDone: () => void }) {
  const { t } = useTranslation()
  const mayGoBeyond = useMay('due-list.beyond')
  const [beyond, setBeyond] = useState<BusinessDate>()
  const [reason, setReason] = useState('')
  const choose = async (toDate: BusinessDate, why: string) => {
    if (await onPostpone(toDate, why)) onDone()
  }
  const pick = (choice: DueItem['postponeChoices'][number]) => {
    if (choice.isBeyondWindow && !mayGoBeyond) return
    if (choice.isBeyondWindow && reason.trim() === '') setBeyond(choice.date)
    else void choose(choice.date, reason.trim())
  }
  return (
    // Digits choose inside the popover; the buttons below carry the same choices for everyone else.
    // biome-ignore lint/a11y/noStaticElementInteractions: only gathers keys of the buttons inside
    <div
      onKeyDown={event => {
        if (event.target instanceof HTMLInputElement) return
        const choice = beyond === undefined ? item.postponeChoices[Number(event.key) - 1] : undefined
        if (choice !== undefined) pick(choice)
      }}
    >
      <div className="ph">
        <b>{t('dueList.postponeTo', { name: item.shortName })}</b>
        <span className="mut">
          {item.deferrableDays === null ? '' : t('dueList.deferrable', { count: item.deferrableDays })}
        </span>
      </div>
      {item.postponeChoices.length === 0 ? <p>{t('dueList.noPostponeDay')}</p> : null}
      {item.postponeChoices.map((choice, index) => (
        <button
          key={choice.date}
          ref={index === 0 ? focusFirst : null}
          type="button"
          className={choice.date === beyond ? 'pick on' : 'pick'}
          disabled={choice.isBeyondWindow && !mayGoBeyond}
          onClick={() => pick(choice)}
        >
          <Kbd keys={[String(index + 1)]} />
          <span className="num">{formatShortDate(choice.date)}</span>
          {choice.isBeyondWindow ? <span className="mut">{t('dueList.beyond')}</span> : null}
          <span className={`rk ${toneOf[riskLevel(choice.runOutProbability)]}`}>
            {t('dueList.riskOf', { percent: formatPercent(choice.runOutProbability) })}
          </span>
        </button>
      ))}
      {beyond === undefined ? (
        <>
          <Field
            label={t('dueList.reasonLabel')}
            value={reason}
            maxLength={200}
            placeholder={t('dueList.reasonHint')}
            onChange={event => setReason(event.target.value)}
          />
          <p>
            {t(mayGoBeyond ? 'dueList.reasonRule' : 'dueList.beyondRule', {
              date: formatShortDate(item.latestOn),
            })}
          </p>
        </>
      ) : (
        <form
          className="why"
          onSubmit={event => {
            event.preventDefault()
            void choose(beyond, reason.trim())
          }}
        >
          <Field
            label={t('dueList.reasonLabel')}
            value={reason}
            maxLength={200}
            isRequired
            autoFocus
            onChange={event => setReason(event.target.value)}
          />
          <button type="submit" className="btn sm">
            {t('dueList.postpone')}
          </button>
        </form>
      )}
    </div>
  )
}
