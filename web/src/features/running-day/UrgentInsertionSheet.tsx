import { useTranslation } from 'react-i18next'
import { Sheet } from '../../parts/Sheet.tsx'
import { type Inserted, UrgentInsertion } from './UrgentInsertion.tsx'

interface Props {
  of: { orderId: string } | { stopId: string }
  name: string
  onClose: () => void
  onDone?: (inserted: Inserted) => void
}

/** 急單插入 over any page: opened from an order, the tray or a phone order; closes itself when it is done. */
export function UrgentInsertionSheet({ of, name, onClose, onDone }: Props) {
  const { t } = useTranslation()
  return (
    <Sheet title={t('running.insertTitle', { name })} isOpen onClose={onClose}>
      <UrgentInsertion
        of={of}
        onDone={inserted => {
          onDone?.(inserted)
          onClose()
        }}
      />
    </Sheet>
  )
}
