import { Header, ListBox, ListBoxItem, ListBoxSection } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { FoundLine } from './FoundLine.tsx'
import type { PaletteGroup, PaletteLine } from './palette.ts'

interface Props {
  groups: readonly PaletteGroup[]
  isBehind: boolean
  onOpen: (line: PaletteLine) => void
}

/** The lines of Ctrl+K by kind. Groups and lines share one space of keys, in which no two may be alike. */
export function PaletteList({ groups, isBehind, onOpen }: Props) {
  const { t } = useTranslation()
  const lines = new Map(groups.flatMap(group => group.lines.map(line => [line.key, line] as const)))
  return (
    <ListBox
      className="command-list"
      aria-label={t('shell.found')}
      aria-busy={isBehind}
      onAction={key => {
        const line = lines.get(String(key))
        if (line) onOpen(line)
      }}
      renderEmptyState={() => (
        <p className="mut pad">{t(isBehind ? 'shell.searching' : 'shell.nothingFound')}</p>
      )}
    >
      {groups.map(group => (
        <ListBoxSection key={group.id} id={`group ${group.id}`}>
          <Header>{t(`search.group.${group.id}`)}</Header>
          {group.lines.map(line => (
            <PaletteItem key={line.key} line={line} />
          ))}
        </ListBoxSection>
      ))}
    </ListBox>
  )
}

function PaletteItem({ line }: { line: PaletteLine }) {
  if ('found' in line)
    return (
      <ListBoxItem id={line.key} textValue={`${line.found.key} ${line.found.title}`} className="command-item">
        <FoundLine found={line.found} />
      </ListBoxItem>
    )
  const Glyph = line.icon
  return (
    <ListBoxItem id={line.key} textValue={line.label} className="command-item page">
      <Glyph size={16} />
      {line.label}
    </ListBoxItem>
  )
}
