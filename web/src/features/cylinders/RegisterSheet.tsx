import { plateDate } from '@luckygas/contract/kernel/cylinder-plate.ts'
import { type CylinderType, cylinderTypeCodes, cylinderTypes } from '@luckygas/contract/kernel/cylinders.ts'
import { registerCylinder } from '@luckygas/ui/api/routes/cylinder-plates.ts'
import { newId } from '@luckygas/ui/clock.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Choice } from '../../parts/Choice.tsx'
import { Field } from '../../parts/Field.tsx'
import { Sheet } from '../../parts/Sheet.tsx'
import { useAct } from '../../parts/use-act.ts'
import { useWrite } from '../../shell/queries.ts'

const materials = ['steel', 'composite'] as const
const blank = { serial: '', mark: '', brand: '', made: '', due: '' }
const dateOf = (text: string) => plateDate(text.replace(/\D/g, ''))

/** 登記鋼瓶: one cylinder by its plate, new or back from inspection. Stays open for the next one. */
export function RegisterSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const act = useAct()
  const register = useWrite(registerCylinder, ['cylinders'])
  const [id, setId] = useState(newId)
  const [cylinderType, setType] = useState<CylinderType>('20')
  const [material, setMaterial] = useState<(typeof materials)[number]>('steel')
  const [text, setText] = useState(blank)
  const dueDate = dateOf(text.due)
  const madeOn = text.made.trim() === '' ? null : dateOf(text.made)
  const submit = async () => {
    if (dueDate === undefined || madeOn === undefined) return
    const { serial, mark, brand } = text
    const body = { id, cylinderType, material, serial, mark, brand, madeOn, dueDate }
    if (!(await act(() => register.mutateAsync({ body }), t('cylinders.registered')))) return
    setId(newId())
    setText({ ...blank, brand })
  }
  const field = (name: keyof typeof blank, fault?: string) => (
    <Field
      label={t(`cylinders.${name}`)}
      value={text[name]}
      maxLength={24}
      isRequired={name === 'serial' || name === 'due'}
      fault={fault}
      onChange={event => setText({ ...text, [name]: event.target.value })}
    />
  )
  return (
    <Sheet title={t('cylinders.register')} isOpen onClose={onClose}>
      <form
        className="stack"
        onSubmit={event => {
          event.preventDefault()
          void submit()
        }}
      >
        <Choice
          label={t('word.cylinders')}
          value={cylinderType}
          onChange={value => setType(value as CylinderType)}
          options={cylinderTypeCodes.map(value => ({ value, text: cylinderTypes[value].label }))}
        />
        <Choice
          label={t('cylinders.material')}
          value={material}
          onChange={value => setMaterial(materials.find(each => each === value) ?? 'steel')}
          options={materials.map(value => ({ value, text: t(`cylinders.materialOf.${value}`) }))}
        />
        {field('serial')}
        {field('mark')}
        {field('due', text.due !== '' && dueDate === undefined ? t('cylinders.dateHint') : undefined)}
        {field('made', madeOn === undefined ? t('cylinders.dateHint') : undefined)}
        {field('brand')}
        <button
          type="submit"
          className="btn accent"
          disabled={
            register.isPending || text.serial.trim() === '' || dueDate === undefined || madeOn === undefined
          }
        >
          {t('cylinders.saveCylinder')}
        </button>
      </form>
    </Sheet>
  )
}
