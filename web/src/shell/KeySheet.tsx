import { useTranslation } from 'react-i18next'
import { Kbd } from '../parts/Kbd.tsx'
import { Sheet } from '../parts/Sheet.tsx'
import { destinations } from './destinations.ts'

interface KeyLine {
  keys: readonly string[]
  /** Key of the sentence that says what it does. */
  does: string
}
const groups: { title: string; lines: KeyLine[] }[] = [
  {
    title: 'keys.everywhere',
    lines: [
      { keys: ['Ctrl', 'K'], does: 'keys.find' },
      { keys: ['?'], does: 'keys.sheet' },
      { keys: ['Ctrl', 'Enter'], does: 'keys.main' },
      { keys: ['/'], does: 'keys.filter' },
      { keys: ['Esc'], does: 'keys.close' },
    ],
  },
  {
    title: 'keys.dueList',
    lines: [
      { keys: ['↑', '↓'], does: 'keys.rows' },
      { keys: ['Space'], does: 'keys.tick' },
      { keys: ['P'], does: 'keys.postpone' },
    ],
  },
  {
    title: 'keys.dispatch',
    lines: [
      { keys: ['←', '→', '↑', '↓'], does: 'keys.stops' },
      { keys: ['Space'], does: 'keys.pick' },
      { keys: ['Enter'], does: 'keys.drop' },
      { keys: ['M'], does: 'keys.move' },
      { keys: ['L'], does: 'keys.lock' },
      { keys: ['1', '2', '3'], does: 'keys.plan' },
    ],
  },
]

/** `?`: every key, printed. */
export function KeySheet({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const pages = destinations.flatMap(({ id, digit }) =>
    digit === undefined ? [] : [{ keys: ['Alt', digit], does: `nav.${id}` }],
  )
  return (
    <Sheet title={t('shell.keys')} isOpen={isOpen} onClose={onClose}>
      <div className="keysheet">
        {[...groups, { title: 'keys.pages', lines: pages }].map(group => (
          <section key={group.title}>
            <h3>{t(group.title)}</h3>
            <dl>
              {group.lines.map(line => (
                <div key={line.does}>
                  <dt>
                    <Kbd keys={line.keys} />
                  </dt>
                  <dd>{t(line.does)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Sheet>
  )
}
