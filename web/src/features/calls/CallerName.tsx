import type { CallView } from '@luckygas/contract/endpoints/calls.ts'
import { formatPhone } from '@luckygas/ui/format/format.ts'
import { WarningIcon } from '@luckygas/ui/icons/more-things.tsx'
import { useTranslation } from 'react-i18next'

/** Who seems to be calling: number, names, and a word of caution where the number may be forged or is hidden. */
export function CallerName({ call }: { call: CallView }) {
  const { t } = useTranslation()
  const [only] = call.customers
  return (
    <span className="caller-name">
      <b className="num">
        {call.digits === null ? t(`calls.caller.${call.caller}`) : formatPhone(call.digits)}
      </b>{' '}
      <span>
        {call.customers.length > 1
          ? t('calls.several', { count: call.customers.length })
          : only
            ? only.shortName
            : call.digits === null
              ? ''
              : t('calls.unknown')}
      </span>
      {call.isVerified === false ? (
        <span className="chip caution">
          <WarningIcon size={12} /> {t('calls.notVerified')}
        </span>
      ) : null}
    </span>
  )
}
