import { Component, type ReactNode } from 'react'
import { useWords } from '../words/words-context.tsx'
import { Row } from './buttons.tsx'
import { State } from './marks.tsx'

interface Props {
  /** What the part shows, in the driver's words. */
  title: string
  children: ReactNode
  /** A change of this, such as another screen, tries the part again. */
  resetOn?: string
  onRetry?: () => void
}
interface BoundaryState {
  hasFailed: boolean
  resetOn: string | undefined
}

/** Keeps a fault inside its part: everything else works on, what was typed is safe, and the part can be tried again. */
export class Boundary extends Component<Props, BoundaryState> {
  override state: BoundaryState = { hasFailed: false, resetOn: this.props.resetOn }

  static getDerivedStateFromError(): Partial<BoundaryState> {
    return { hasFailed: true }
  }

  static getDerivedStateFromProps(props: Props, state: BoundaryState): BoundaryState | null {
    return props.resetOn === state.resetOn ? null : { hasFailed: false, resetOn: props.resetOn }
  }

  readonly #retry = () => {
    this.props.onRetry?.()
    this.setState({ hasFailed: false })
  }

  override render(): ReactNode {
    return this.state.hasFailed ? (
      <Fault title={this.props.title} onRetry={this.#retry} />
    ) : (
      this.props.children
    )
  }
}

function Fault({ title, onRetry }: { title: string; onRetry: () => void }) {
  const { t } = useWords()
  return (
    <section className="notice is-failed is-fault" role="alert">
      <State name="failed" size={26}>
        {t('panel.failed', { title })}
      </State>
      <p>{t('panel.safe')}</p>
      <Row isCentred onPress={onRetry}>
        {t('panel.retry')}
      </Row>
    </section>
  )
}
