import { type ComponentProps, type ReactNode, useId } from 'react'

interface Props extends Omit<ComponentProps<'input'>, 'id' | 'required'> {
  label: string
  isRequired?: boolean
  /** What is wrong with the value, and what to do. */
  fault?: string | undefined
  hint?: ReactNode
}

/** A labelled text field with its fault below it. */
export function Field({ label, isRequired = false, fault, hint, ...input }: Props) {
  const id = useId()
  const noteId = `${id}-note`
  const note = fault ?? hint
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="input"
        required={isRequired}
        aria-invalid={fault === undefined ? undefined : true}
        aria-describedby={note === undefined ? undefined : noteId}
        {...input}
      />
      {note === undefined ? null : (
        <p id={noteId} className={fault === undefined ? 'hint' : 'fault'}>
          {note}
        </p>
      )}
    </div>
  )
}
