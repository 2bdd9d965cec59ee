import { may } from '@luckygas/contract/permissions.ts'
import { listCustomers } from '@luckygas/ui/api/routes/customers.ts'
import { formatPhone } from '@luckygas/ui/format/format.ts'
import { SearchIcon } from '@luckygas/ui/icons/things.tsx'
import { useDeferredValue, useState } from 'react'
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Modal,
  ModalOverlay,
  SearchField,
} from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { destinations, settingsDestination } from './destinations.ts'
import { paths } from './paths.ts'
import { useRead } from './queries.ts'
import { useMay, useMe } from './session.ts'

/** Ctrl+K: customers by name, code, phone or address, and every page by name. */
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
  const q = useDeferredValue(text.trim())
  const mayReadCustomers = useMay('customers.read')
  const found = useRead(
    'customers',
    listCustomers,
    { query: { q, limit: 12 } },
    { isEnabled: q !== '' && mayReadCustomers, keepsPrevious: true },
  )
  const pages = [...destinations, settingsDestination]
    .filter(destination => may(me.role, destination.permission))
    .filter(destination => t(`nav.${destination.id}`).toLowerCase().includes(q.toLowerCase()))
  const customers = q === '' ? [] : (found.data?.customers ?? [])
  return (
    <Autocomplete inputValue={text} onInputChange={setText}>
      <SearchField className="command-field" aria-label={t('shell.find')} autoFocus>
        <SearchIcon size={18} />
        <Input placeholder={t('shell.find')} />
      </SearchField>
      <ListBox
        className="command-list"
        aria-label={t('shell.found')}
        onAction={key => {
          onDone()
          void navigate(String(key))
        }}
        renderEmptyState={() => (
          <p className="mut pad">{t(found.isFetching ? 'shell.searching' : 'shell.nothingFound')}</p>
        )}
      >
        {customers.length === 0 ? null : (
          <ListBoxSection>
            <Header>{t('nav.customers')}</Header>
            {customers.map(customer => (
              <ListBoxItem
                key={customer.siteId}
                id={paths.customer(customer.code)}
                textValue={`${customer.code} ${customer.shortName}`}
                className="command-item"
              >
                <span className="cd">{customer.code}</span>
                <b>{customer.shortName}</b>
                <span className="mut">{customer.address}</span>
                <span className="num">{formatPhone(customer.phones[0] ?? '')}</span>
              </ListBoxItem>
            ))}
          </ListBoxSection>
        )}
        {pages.length === 0 ? null : (
          <ListBoxSection>
            <Header>{t('shell.pages')}</Header>
            {pages.map(({ id, to, icon: Glyph }) => (
              <ListBoxItem key={id} id={to} textValue={t(`nav.${id}`)} className="command-item page">
                <Glyph size={16} />
                {t(`nav.${id}`)}
              </ListBoxItem>
            ))}
          </ListBoxSection>
        )}
      </ListBox>
    </Autocomplete>
  )
}
