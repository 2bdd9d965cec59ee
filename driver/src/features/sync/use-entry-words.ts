import type { OutboxEntry } from '../../offline/outbox.types.ts'
import { sumOf } from '../../parts/figures.ts'
import { useWords } from '../../words/words-context.tsx'

/** What a record says, in two or three words. */
export function useEntryWords(): (entry: OutboxEntry) => string {
  const { t } = useWords()
  return ({ command }) => {
    if (command.kind === 'deliver') {
      const out = sumOf(command.lines, line => line.fullOut)
      const back = sumOf(command.lines, line => line.emptyIn)
      return t('entry.deliver', { out, back })
    }
    return t(`entry.${command.kind}`)
  }
}
