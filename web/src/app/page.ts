// The page document: everything a page shows, fetched in one request per navigation, and the hooks that read it.
import { keepPreviousData, QueryClient, queryOptions, useQuery } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import type { components } from '../api/schema'
import { loadPage } from './pages'
import { currentReader, useReader, type Reader } from './reader'

/** What went wrong, as every answer of the API says it. */
export type Failure = components['schemas']['Mistake']

export type Strip = {
  as_of: string | null
  age_seconds: number | null
  stale: boolean
  simulated: boolean
  seen_share: number | null
  gaps: number | null
  run_id: string | null
  manifest: string | null
  /** The address names this data by its manifest, and there is newer. */
  newer: boolean
  lake_version: string
  code_version: string
}

/** One answer of the API inside a page. Neither an answer nor a failure: the application asks for it afterwards. */
export type PagePanel<T = any> = { address: string; answer: T | null; failure: Failure | null }

export type SentencePart = { text: string; strong?: boolean; href?: string }

export type PageDocument = {
  page: string
  address: string
  lang: 'en' | 'ko'
  title: string
  sentence: SentencePart[]
  strip: Strip
  panels: Record<string, PagePanel>
  failure: Failure | null
}

/** The page on screen. `stale`: the address has moved on and this is still the former page. `lost`: the new one failed. */
export type Page = PageDocument & { stale: boolean; lost: Failure | null; retry: () => void }

export const PAGE_TYPE = 'application/vnd.credence.page+json'

export const queries = new QueryClient({
  // "always": the server may be on this machine, whatever the browser thinks of the network
  defaultOptions: { queries: { staleTime: 60_000, gcTime: 600_000, retry: false, refetchOnWindowFocus: false, networkMode: 'always' } },
})

/** What went wrong before any answer of ours came: no connection, or something between that speaks another language. */
export class Unreachable extends Error implements Failure {
  kind: string
  next_step: string
  constructor(message: string, nextStep: string, kind = 'unreachable') {
    super(message)
    this.next_step = nextStep
    this.kind = kind
  }
}

/** The page document at an address, with the code of its page loaded. Aborted when a later navigation overtakes it. */
export async function fetchPage(address: string, voice: string, signal?: AbortSignal): Promise<PageDocument> {
  const document = await fetchJson<PageDocument | { error?: Failure }>(withReader(address, voice), PAGE_TYPE, signal)
  if (!('page' in document)) throw new Unreachable(document.error?.message ?? '', document.error?.next_step ?? '', document.error?.kind)
  await loadPage(document.page)
  return document
}

/** The JSON at an address; a failure of the API is an answer too (it has `error` inside), other failures throw. */
export async function fetchJson<T>(address: string, accept = 'application/json', signal?: AbortSignal): Promise<T> {
  const answer = await fetch(address, { headers: { Accept: accept }, signal: signal ?? null })
  const type = answer.headers.get('Content-Type') ?? ''
  if (!type.includes('json')) throw new Unreachable(`HTTP ${answer.status}`, address)
  return (await answer.json()) as T
}

function withReader(address: string, voice: string): string {
  return `${address}${address.includes('?') ? '&' : '?'}lang=${voice}`
}

/** How the server's sentences are asked for: the reader's language, and the zone where it is not UTC. */
export function voiceOf({ lang, zone }: Pick<Reader, 'lang' | 'zone'>): string {
  return zone === 'UTC' ? lang : `${lang}&tz=${zone}`
}

/** The page document of an address. One that failed is not asked for again until the reader says so or comes back to it. */
function pageQuery(voice: string, address: string) {
  return queryOptions({
    queryKey: ['page', voice, address],
    queryFn: ({ signal }) => fetchPage(address, voice, signal),
    enabled: ({ state }) => state.status !== 'error',
    placeholderData: keepPreviousData,
  })
}

/** For the router: waits until the document of an address is here, or failed, loading the code of the page expected there
 * meanwhile. A navigation that is overtaken is aborted. Answers the address, which from then on is the one shown. */
export async function awaitPage(address: string, expected: string, signal: AbortSignal): Promise<string> {
  const query = pageQuery(voiceOf(currentReader()), address)
  signal.addEventListener('abort', () => void queries.cancelQueries({ queryKey: query.queryKey, exact: true }))
  await Promise.allSettled([queries.ensureQueryData(query), loadPage(expected)])
  return address
}

const Current = createContext<Page | null>(null)
export const PageProvider = Current.Provider

/** The page on screen; keeps the former one while the next loads (`stale`). */
export function usePage(): Page {
  const page = useContext(Current)
  if (!page) throw new Error('usePage outside a page')
  return page
}

/** The document that came inside the HTML: shown at once, and asked for again where the reader has another language or zone. */
export function startPage(document: PageDocument, address: string): void {
  const voice = voiceOf(currentReader())
  queries.setQueryData(pageQuery(voice, address).queryKey, document, voice === document.lang ? {} : { updatedAt: 0 })
}

/** The document of one address is the document of another, too. */
export function shareDocument(voice: string, from: string, to: string): void {
  queries.setQueryData(pageQuery(voice, to).queryKey, queries.getQueryData(pageQuery(voice, from).queryKey))
}

/** The document of the address shown; `stale` while it is not that of the address asked for, in the reader's language. */
export function useDocument(shown: string, asked: string) {
  const reader = useReader()
  const { lang } = reader
  const query = useQuery(pageQuery(voiceOf(reader), shown))
  return { ...query, stale: shown !== asked || query.isPlaceholderData || (query.isFetching && query.data?.lang !== lang) }
}

/** One panel of the page; when the document brought only its address, the answer is fetched and the former one kept. */
export function usePanel<T = any>(name = 'main'): PagePanel<T> & { stale: boolean } {
  const page = usePage()
  const panel = page.panels[name]
  const deferred = panel !== undefined && panel.answer === null && panel.failure === null
  const later = useAnswer<T>(deferred ? panel.address : null)
  if (!panel) return { address: page.address, answer: null, failure: null, stale: page.stale }
  if (!deferred) return { ...panel, stale: page.stale }
  return { ...later, address: panel.address, stale: page.stale || later.stale }
}

/** The JSON at an address that the page document did not bring (null asks nothing); the last answer stays meanwhile. */
export function useAnswer<T = any>(address: string | null): PagePanel<T> & { stale: boolean } {
  const query = useQuery({
    queryKey: ['answer', address],
    queryFn: ({ signal }) => fetchJson<any>(address ?? '', 'application/json', signal),
    enabled: address !== null,
    placeholderData: keepPreviousData,
  })
  const failure = asFailure(query.error) ?? (query.data?.error as Failure | undefined) ?? null
  return { address: address ?? '', answer: failure ? null : ((query.data as T | undefined) ?? null), failure, stale: query.isPlaceholderData }
}

/** An error as the failure that pages show. */
export function asFailure(error: Error | null): Failure | null {
  if (!error) return null
  if (error instanceof Unreachable) return { kind: error.kind, message: error.message, next_step: error.next_step }
  return { kind: 'unreachable', message: error.message, next_step: '' }
}
