import type { Page } from 'playwright-core'

/** What became of one part of a screen in which an error was thrown. */
export interface BrokenPanel {
  title: string
  /** What is not as it should be, in words; empty when the error stayed inside and the part came back. */
  wrong: string[]
}

/**
 * Throws an error inside each part of a page that fails alone (React's error boundaries of our own), one after the other,
 * while it draws itself, the inner ones first, and presses its button to try again. No other part may fall with it. The part
 * that holds the whole app is left alone: to try that again loads the page.
 */
export function breakPanels(page: Page): Promise<BrokenPanel[]> {
  return page.evaluate(async () => {
    interface Fiber {
      tag: number
      stateNode: unknown
      child: Fiber | null
      sibling: Fiber | null
    }
    interface Boundary {
      props: { title: string }
      state: { error?: unknown; hasFailed?: boolean }
      render(): unknown
      forceUpdate(): void
    }
    interface Part {
      boundary: Boundary
      nodes: Element[]
    }
    const classTag = 1
    const hostTag = 5
    const root = Object.entries(document.getElementById('root') ?? {}).find(([name]) =>
      name.startsWith('__reactContainer$'),
    )
    if (!root) throw new Error('React keeps its tree elsewhere now')
    const { stateNode: tree } = root[1] as { stateNode: { current: Fiber } }
    const hasFailed = ({ state }: Boundary) => state.error !== undefined || state.hasFailed === true

    /** The elements a part has put into the page, not those within them. */
    function nodesOf(fiber: Fiber | null): Element[] {
      if (fiber === null) return []
      const own = fiber.tag === hostTag ? [fiber.stateNode as Element] : nodesOf(fiber.child)
      return [...own, ...nodesOf(fiber.sibling)]
    }
    function partsOf(fiber: Fiber | null): Part[] {
      if (fiber === null) return []
      const boundary = fiber.stateNode as Boundary
      const isOurs =
        fiber.tag === classTag &&
        typeof boundary.props.title === 'string' &&
        'getDerivedStateFromError' in boundary.constructor
      const own = isOurs ? [{ boundary, nodes: nodesOf(fiber.child) }] : []
      return [...own, ...partsOf(fiber.child), ...partsOf(fiber.sibling)]
    }
    const allParts = () => partsOf(tree.current).filter(({ nodes }) => nodes.length > 0)
    const settled = async (isSo: () => boolean) => {
      for (let wait = 0; wait < 100 && !isSo(); wait += 1) await new Promise(done => setTimeout(done, 20))
      return isSo()
    }
    const thrower = {
      $$typeof: Symbol.for('react.transitional.element'),
      type: () => {
        throw new Error('planted by a journey')
      },
      key: null,
      ref: null,
      props: {},
    }

    /** What was wrong; undefined where the page has put another part in its place meanwhile. */
    async function breakPart({ boundary }: Part): Promise<string[] | undefined> {
      const wrong: string[] = []
      const others = allParts().filter(part => part.boundary !== boundary)
      const own = () => allParts().find(part => part.boundary === boundary)
      const draw = boundary.render.bind(boundary)
      boundary.render = () => (hasFailed(boundary) ? draw() : thrower)
      boundary.forceUpdate()
      const isCaught = await settled(() => hasFailed(boundary))
      if (!isCaught && !own()) return undefined
      if (!isCaught) wrong.push('the error was not caught here')
      const alert = () =>
        own()
          ?.nodes.flatMap(node => [node, ...node.querySelectorAll('*')])
          .find(node => node.getAttribute('role') === 'alert')
      await settled(() => alert() !== undefined)
      if (!alert()?.textContent?.includes(boundary.props.title))
        wrong.push('the fault does not name its part')
      for (const other of others)
        if (hasFailed(other.boundary)) wrong.push(`${other.boundary.props.title} fell with it`)
      boundary.render = draw
      const again = [...(alert()?.querySelectorAll('button') ?? [])].at(-1)
      if (!again) wrong.push('nothing to try again with')
      again?.click()
      if (!(await settled(() => !hasFailed(boundary)))) wrong.push('it did not come back')
      return wrong
    }

    const told: { title: string; wrong: string[] }[] = []
    const holdsAll = (part: Part) =>
      allParts().every(({ nodes }) => nodes.every(node => part.nodes.some(own => own.contains(node))))
    const parts = allParts()
    const [first] = parts
    if (parts.length > 1 && first && holdsAll(first)) parts.shift()
    for (const { boundary } of parts.reverse()) {
      const { title } = boundary.props
      const now = () =>
        allParts().find(part => part.boundary === boundary) ??
        allParts().find(part => part.boundary.props.title === title)
      for (let time = 0; time < 3; time += 1) {
        const part = now()
        const wrong = part && (await breakPart(part))
        if (!wrong) continue
        told.push({ title, wrong })
        break
      }
    }
    if (allParts().length === 0) told.push({ title: document.title, wrong: ['the whole page fell'] })
    return told
  })
}

/** Goes to another address of the office without loading the app again. */
export function openAddress(page: Page, address: string): Promise<void> {
  return page.evaluate(to => {
    history.pushState({}, '', to)
    dispatchEvent(new PopStateEvent('popstate', { state: {} }))
  }, address)
}
