// The frame of every page: header, strip, the page itself, foot, and what opens over it. Knows loading, old and failed.
import { Outlet, useMatches, type ErrorComponentProps } from '@tanstack/react-router'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { time } from '../format'
import { Drawer } from '../ui/Drawer'
import { Failed } from '../ui/Failed'
import { Foot } from '../ui/Foot'
import { Header } from '../ui/Header'
import { Heading } from '../ui/Heading'
import { Keys } from '../ui/Keys'
import { Live, say } from '../ui/Live'
import { Palette } from '../ui/Palette'
import { Strip } from '../ui/Strip'
import { Toasts } from '../ui/Toast'
import { useLong, Waiting } from '../ui/Waiting'
import { useWords } from '../words/words'
import { canonical, changed, ofSameData, pairs, pathOf } from './address'
import { useAddress, useGo, usePlace } from './location'
import { usePolling } from './polling'
import { useReader } from './reader'
import { asFailure, PageProvider, shareDocument, useDocument, usePage, type Page, voiceOf } from './page'
import { hasOwnHeading, pageOf } from './pages'
import { useNews } from './stream'

export function Frame() {
  const { t } = useWords()
  const shown = useMatches({ select: (matches) => matches.at(-1)?.loaderData }) ?? ''
  const { data, error, stale, refetch } = useDocument(shown, useAddress())
  const { quiet } = useNews()
  const last = useRef(data)
  if (data) last.current = data
  useLinks()

  if (!last.current) return error ? <main className="page"><Failed error={asFailure(error)!} retry={() => void refetch()} /></main> : <Waiting height={400} />
  const page: Page = { ...last.current, stale: stale || !data, lost: asFailure(error), retry: () => void refetch() }
  return (
    <PageProvider value={page}>
      <a className="skip" href="#main">{t('ui.skip')}</a>
      <Header />
      <Strip />
      <main id="main" className="page fades" data-page={page.page} data-stale={page.stale || undefined} data-quiet={quiet || undefined} aria-busy={page.stale}>
        <NoNews />
        {page.lost && <><Failed error={page.lost} retry={page.retry} /><p className="note">{t('ui.failed.old')}</p></>}
        {page.stale && !page.lost && <StillLoading />}
        <Body />
      </main>
      <Foot />
      <Drawer />
      <Palette />
      <Keys />
      <Toasts />
      <Live />
    </PageProvider>
  )
}

function Body() {
  const page = usePage()
  useArrival(page)
  useOneAddress(page)
  return (
    <div className={`grid grid-cols-[minmax(0,1fr)] gap-4 ${page.stale ? 'opacity-60' : ''}`}>
      {(page.failure || !hasOwnHeading(page.page)) && <Heading />}
      <Outlet />
    </div>
  )
}

/** What every route shows: the page by its name; where its main answer failed, the failure and the same address without what was
 * refused. Another question at the same path is the same page: what has the focus or is dragged stays. */
export function Content() {
  const page = usePage()
  const Known = pageOf(page.page)
  const refused = page.failure?.field ?? ''
  const isParameter = pairs(page.address.split('?')[1] ?? '').some(([name]) => name === refused)
  if (page.failure) return <Failed error={page.failure} retry={page.retry} without={isParameter ? changed(page.address, { [refused]: null }) : undefined} />
  return Known && <Known key={pathOf(page.address)} />
}

/** What stands in the place of a page whose drawing broke: the failure in words; the frame around it still works. */
export function Broken({ error, reset }: ErrorComponentProps) {
  return <Failed error={{ kind: 'broken', message: error instanceof Error ? error.message : String(error), next_step: '' }} retry={reset} />
}

/** While the stream is lost: since when, above values that are marked. Without a step aside for what is read. */
function NoNews() {
  const { t, lang } = useWords()
  const { zone } = useReader()
  const { quiet, lost_at } = useNews()
  usePolling(usePage().strip.lake_version)
  if (!quiet || lost_at === null) return null
  return (
    <p className="note sm:absolute sm:-mt-[19px]" data-no-news>
      {t('ui.live.lost', { time: time(new Date(lost_at).toISOString(), zone, lang) })}
    </p>
  )
}

function StillLoading() {
  const { t } = useWords()
  const long = useLong(300)
  return <p role="status" className="note absolute">{long && t('ui.waiting')}</p>
}

/** At a new page: the browser's title, the focus on the question, and words for those who listen. */
function useArrival({ title, stale, address }: Page) {
  const { t, lang } = useWords()
  const path = pathOf(address)
  const seen = useRef('')

  useEffect(() => { document.title = t('ui.title', { title }) }, [t, lang, title])
  useLayoutEffect(() => {
    if (stale || seen.current === path) return
    const first = seen.current === ''
    seen.current = path
    if (first) return
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true })
    say(title)
  }, [stale, path, title])
}

/** The server knows the defaults: an address that says more than it must is replaced by the short one. */
function useOneAddress({ address, stale, failure }: Page) {
  const { href, hash } = usePlace()
  const { replace } = useGo()
  const voice = voiceOf(useReader())
  const short = canonical(address)
  useEffect(() => {
    const long = canonical(href)
    if (stale || failure || short === long || pathOf(short) !== pathOf(long)) return
    shareDocument(voice, long, short)
    replace(short + (hash && `#${hash}`))
  }, [short, href, hash, stale, failure, voice, replace])
}

/** Clicks on plain links inside the application become navigation without a reload. A link that is about to be used names the data of
 * this page, so that it also leads there in another tab, or copied. */
function useLinks() {
  const { push } = useGo()
  useEffect(() => {
    const written = new WeakMap<HTMLAnchorElement, { from: string; to: string }>()
    const onUse = (event: Event) => {
      const link = linkOf(event)
      if (!link) return
      const before = written.get(link)
      if (before && before.to === link.getAttribute('href')) link.setAttribute('href', before.from)
      const plain = link.pathname + link.search + link.hash
      const to = ofSameData(plain, location.href)
      if (to === plain) return
      written.set(link, { from: link.getAttribute('href')!, to })
      link.setAttribute('href', to)
    }
    const onClick = (event: MouseEvent) => {
      const link = linkOf(event)
      if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
      event.preventDefault()
      push(link.pathname + link.search + link.hash)
    }
    for (const use of USES) document.addEventListener(use, onUse, true)
    document.addEventListener('click', onClick)
    return () => {
      for (const use of USES) document.removeEventListener(use, onUse, true)
      document.removeEventListener('click', onClick)
    }
  }, [push])
}

const USES = ['pointerdown', 'contextmenu', 'focusin']

/** The link of an event, if it leads to a page of the application. */
function linkOf(event: Event): HTMLAnchorElement | null {
  const link = (event.target as Element | null)?.closest?.('a[href]') as HTMLAnchorElement | null
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return null
  const isFile = /^\/(api|assets|embed)\/|^\/openapi\.json|\.svg$/.test(link.pathname) || new URLSearchParams(link.search).has('format')
  return isFile ? null : link
}
