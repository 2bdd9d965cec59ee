import { useTranslation } from 'react-i18next'
import { stepWords } from './history.ts'
import type { BoardTools } from './use-board.ts'

/** Somebody was faster: who, when and what, with the same edit offered again on the board as it is now. */
export function ClashBar({ tools }: { tools: BoardTools }) {
  const { t } = useTranslation()
  const { clash } = tools
  if (clash === undefined) return null
  const { who, at, kind, ...subject } = clash.params
  return (
    <section className="clash" role="alert">
      <b>
        {who === undefined
          ? t('dispatch.clash.unknown')
          : t('dispatch.clash.who', { who, at, what: stepWords(t, { kind: String(kind), subject }) })}
      </b>
      <span>{t('dispatch.clash.fresh')}</span>
      <span className="sp" />
      <button type="button" className="btn sm" onClick={clash.again}>
        {t('dispatch.clash.again')}
      </button>
      <button type="button" className="btn ghost sm" onClick={tools.dropClash}>
        {t('dispatch.clash.leave')}
      </button>
    </section>
  )
}
