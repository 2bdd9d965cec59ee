import type { Endpoint, EndpointAnswer, EndpointRequest } from '@luckygas/contract/endpoint.ts'
import type { eventKinds } from '@luckygas/contract/messages/live.ts'
import type { Route } from '@luckygas/ui/api/route.ts'
import {
  keepPreviousData,
  QueryClient,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { api } from './api.ts'

/** What a query is about; live events name the subjects to fetch again. */
export type Subject =
  | (typeof eventKinds)[keyof typeof eventKinds]
  | 'tracking'
  | 'today'
  | 'audit'
  | 'jobs'
  | 'holidays'

/** The client retries by itself, so queries do not; the live socket invalidates, so data does not age quickly. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: false, staleTime: 60_000, refetchOnWindowFocus: false },
    mutations: { retry: false },
  },
})

interface ReadOptions {
  isEnabled?: boolean
  /** Shows the last answer while the next one is on its way, as when typing a search. */
  keepsPrevious?: boolean
  refetchMs?: number
  staleMs?: number
}

export const queryKeyOf = (subject: Subject, route: { id: string }, request?: unknown) => [
  subject,
  route.id,
  request ?? null,
]

/** Reads an endpoint; the answer is kept under its subject. */
export function useRead<E extends Endpoint>(
  subject: Subject,
  route: Route<E>,
  request: EndpointRequest<E> = {},
  options: ReadOptions = {},
): UseQueryResult<EndpointAnswer<E>> {
  return useQuery<EndpointAnswer<E>>({
    queryKey: queryKeyOf(subject, route, request),
    queryFn: ({ signal }): Promise<EndpointAnswer<E>> => api.call(route, request, { signal }),
    enabled: options.isEnabled ?? true,
    // The library's guard against functions as data cannot see through an endpoint's type.
    ...(options.keepsPrevious ? { placeholderData: keepPreviousData as never } : {}),
    ...(options.refetchMs === undefined ? {} : { refetchInterval: options.refetchMs }),
    ...(options.staleMs === undefined ? {} : { staleTime: options.staleMs }),
  })
}

/** Writes through an endpoint and fetches the subjects it touches again. */
export function useWrite<E extends Endpoint>(
  route: Route<E>,
  touches: readonly Subject[],
): UseMutationResult<EndpointAnswer<E>, Error, EndpointRequest<E>> {
  const client = useQueryClient()
  return useMutation<EndpointAnswer<E>, Error, EndpointRequest<E>>({
    mutationFn: (request: EndpointRequest<E>): Promise<EndpointAnswer<E>> => api.call(route, request),
    onSettled: () => {
      for (const subject of touches) void client.invalidateQueries({ queryKey: [subject] })
    },
  })
}
