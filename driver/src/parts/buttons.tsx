import type { ReactNode } from 'react'
import { Icon, type IconName } from './icons.tsx'

interface GoProps {
  children: ReactNode
  /** What will be recorded. */
  small?: ReactNode
  onPress: () => void
  isBusy?: boolean
  isDisabled?: boolean
}

/** The one main action of a screen, always in the same place. */
export function Go({ children, small, onPress, isBusy = false, isDisabled = false }: GoProps) {
  return (
    <button type="button" className="go" onClick={onPress} aria-busy={isBusy} disabled={isDisabled}>
      <span>
        {children}
        {small !== undefined && small !== '' && <small>{small}</small>}
      </span>
    </button>
  )
}

/** The second thing one may do, left of the main action. */
export function Alt({
  icon,
  children,
  onPress,
}: {
  icon?: IconName
  children: ReactNode
  onPress: () => void
}) {
  return (
    <button type="button" className="alt" onClick={onPress}>
      {icon !== undefined && <Icon name={icon} size={24} />}
      {children}
    </button>
  )
}

interface RowProps {
  icon?: ReactNode
  children: ReactNode
  /** What stands at the end, lighter. */
  end?: ReactNode
  onPress: () => void
  isCentred?: boolean
  isPressed?: boolean
  className?: string
}

/** A full-width row that opens or chooses something. */
export function Row({
  icon,
  children,
  end,
  onPress,
  isCentred = false,
  isPressed,
  className = '',
}: RowProps) {
  return (
    <button
      type="button"
      className={`row ${isCentred ? 'is-centred' : ''} ${className}`}
      onClick={onPress}
      aria-pressed={isPressed}
    >
      {icon}
      {children}
      {end !== undefined && <span className="end">{end}</span>}
    </button>
  )
}

export const Chevron = () => <Icon name="forward" size={22} />
