import type { Endpoint } from '@luckygas/contract/endpoint.ts'

/**
 * What a client must know of an endpoint at run time. The schemas stay behind as types, so that a phone does not
 * download a validator; a test holds this table against the contract.
 */
export interface Route<E extends Endpoint> {
  id: string
  method: Endpoint['method']
  path: string
  transfer: 'json' | 'upload' | 'download'
  isKeyless: boolean
  /** Never set; carries the endpoint's types. */
  readonly types?: E
}

type RouteTraits = { transfer?: 'upload' | 'download'; isKeyless?: true }

export function route<E extends Endpoint>(
  id: string,
  method: Endpoint['method'],
  path: string,
  traits: RouteTraits = {},
): Route<E> {
  return { id, method, path, transfer: traits.transfer ?? 'json', isKeyless: traits.isKeyless ?? false }
}

/** Fills `:name` parts and appends the query; absent and null query values are left out. */
export function urlOf(
  path: string,
  params: Record<string, unknown> | undefined,
  query: Record<string, unknown> | undefined,
): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(params?.[name] ?? '')),
  )
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null) search.set(name, String(value))
  }
  const text = search.toString()
  return text === '' ? filled : `${filled}?${text}`
}
