import { CloseIcon } from '@luckygas/ui/icons/things.tsx'
import type { ReactNode } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useTranslation } from 'react-i18next'

interface Props {
  title: string
  isOpen: boolean
  onClose: () => void
  children: ReactNode
}

/** A dialog over the page. */
export function Sheet({ title, isOpen, onClose, children }: Props) {
  const { t } = useTranslation()
  return (
    <ModalOverlay className="veil" isOpen={isOpen} onOpenChange={open => open || onClose()} isDismissable>
      <Modal className="sheet">
        <Dialog data-modal="true">
          <header className="sheet-head">
            <Heading slot="title">{title}</Heading>
            <button type="button" className="btn ghost sq" onClick={onClose} aria-label={t('word.close')}>
              <CloseIcon size={16} />
            </button>
          </header>
          <div className="sheet-body">{children}</div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
