import { Component, type ReactNode } from 'react'
import { PanelFault } from './PanelFault.tsx'

interface Props {
  /** What the panel shows, in the reader's words. */
  title: string
  children: ReactNode
  /** A change of any of these, such as another date, tries the panel again. */
  resetOn?: readonly unknown[]
  onRetry?: () => void
}
interface State {
  error: unknown
  resetOn: readonly unknown[]
}

/** Keeps a fault inside its panel: the rest of the screen works on and the panel can be tried again. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: undefined, resetOn: this.props.resetOn ?? [] }

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error: error ?? new Error('unknown') }
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    const resetOn = props.resetOn ?? []
    const isSame =
      resetOn.length === state.resetOn.length &&
      resetOn.every((value, index) => Object.is(value, state.resetOn[index]))
    return isSame ? null : { error: undefined, resetOn }
  }

  readonly #retry = () => {
    this.props.onRetry?.()
    this.setState({ error: undefined })
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children
    return <PanelFault title={this.props.title} onRetry={this.#retry} />
  }
}
