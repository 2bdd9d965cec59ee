import { may } from '@luckygas/contract/permissions.ts'
import { formatPhone } from '@luckygas/ui/format/format.ts'
import { PhoneIcon, SearchIcon } from '@luckygas/ui/icons/things.tsx'
import { useEffect, useState } from 'react'
import { Autocomplete, Dialog, Input, Modal, ModalOverlay, SearchField } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { commands } from '../features/search/commands.ts'
import { PaletteList } from '../features/search/PaletteList.tsx'
import {
  groupFound,
  isNamed,
  lineOf,
  type PaletteGroup,
  type PaletteLine,
} from '../features/search/palette.ts'
import { recentOf, remember } from '../features/search/recent.ts'
import { useSearch } from '../features/search/use-search.ts'
import { destinations, settingsDestination } from './destinations.ts'
import { paths } from './paths.ts'
import { useMe } from './session.ts'
import '../features/search/search.css'

/** Ctrl+K: finds anything the role may see, opens any page and begins any work. */
export function CommandBox({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <ModalOverlay className="veil" isOpen={isOpen} onOpenChange={open => open || onClose()} isDismissable>
      <Modal className="command">
        <Dialog aria-label={t('shell.find')}>
          <CommandSearch onDone={onClose} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function CommandSearch({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const me = useMe()
  const [text, setText] = useState('')
  const [opensFirst, setOpensFirst] = useState(false)
  const { answer, isBehind } = useSearch(text)
  const named = useNamed(text)
  const caller = useCaller(answer?.phone ?? null)
  const recent = text.trim() === '' ? recentOf(me.id).map(lineOf) : []
  const groups: PaletteGroup[] = [
    { id: 'call', lines: caller },
    { id: 'recent', lines: recent },
    ...groupFound(answer?.found ?? []),
    ...named,
  ].filter(group => group.lines.length > 0)
  const open = (line: PaletteLine) => {
    if ('found' in line) remember(me.id, line.found)
    onDone()
    void navigate(line.to)
  }
  const first = groups[0]?.lines[0]
  // Who types on faster than the answer comes gets the first line of that answer, not of the one before it.
  useEffect(() => {
    if (!opensFirst || isBehind) return
    setOpensFirst(false)
    if (first) open(first)
  })
  return (
    <div
      onKeyDownCapture={event => {
        if (event.key !== 'Enter' || event.nativeEvent.isComposing || !isBehind) return
        event.preventDefault()
        event.stopPropagation()
        setOpensFirst(true)
      }}
    >
      <Autocomplete
        inputValue={text}
        onInputChange={typed => {
          setText(typed)
          setOpensFirst(false)
        }}
      >
        <SearchField className="command-field" aria-label={t('shell.find')} autoFocus>
          <SearchIcon size={18} />
          <Input placeholder={t('shell.find')} maxLength={100} />
        </SearchField>
        <PaletteList groups={groups} isBehind={isBehind} onOpen={open} />
      </Autocomplete>
    </div>
  )
}

/** Work and pages whose name has what was typed, as far as the role may. */
function useNamed(text: string): PaletteGroup[] {
  const { t } = useTranslation()
  const me = useMe()
  const work = commands
    .filter(command => may(me.role, command.permission))
    .map(({ id, to }) => ({
      key: `command ${id}`,
      to: to(),
      label: t(`search.command.${id}`),
      icon: SearchIcon,
    }))
  const pages = [...destinations, settingsDestination]
    .filter(destination => may(me.role, destination.permission))
    .map(({ id, to, icon }) => ({ key: `page ${id}`, to, label: t(`nav.${id}`), icon }))
  return [
    { id: 'command', lines: work.filter(line => isNamed(line.label, text)) },
    { id: 'page', lines: pages.filter(line => isNamed(line.label, text)) },
  ]
}

/** A pasted number may be somebody on the line. */
function useCaller(phone: string | null): PaletteLine[] {
  const { t } = useTranslation()
  const mayOrder = may(useMe().role, 'orders.write')
  if (phone === null || !mayOrder) return []
  const label = t('search.call', { phone: formatPhone(phone) })
  return [{ key: 'call', to: paths.newOrder({ phone }), label, icon: PhoneIcon }]
}
