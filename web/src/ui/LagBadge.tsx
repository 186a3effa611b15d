// How far behind the page is: silent for too long, paused, or newer data waiting. Nothing moves before the reader says so.
import { useEffect, useState } from 'react'
import { queries, usePage } from '../app/page'
import { setPaused, useNews } from '../app/stream'
import { age } from '../format'
import { useWords } from '../words/words'
import { useKeys } from './keyboard'

const TICK_MS = 5000

export function LagBadge() {
  const { t, lang } = useWords()
  const { strip } = usePage()
  const news = useNews()
  const now = useNow(TICK_MS)
  useKeys({ p: () => setPaused(!news.paused) })

  if (!news.connected && !news.quiet) return null
  const quiet = news.lost_at === null ? 0 : now - news.lost_at
  const newer = !strip.newer && news.lake_version !== null && news.lake_version !== strip.lake_version
  return (
    <span className="no-print flex flex-wrap items-center gap-x-3" data-lag={news.paused ? 'paused' : news.quiet ? 'quiet' : 'live'}>
      {news.quiet && <span className="chip" data-tone="warn">{t('ui.live.quiet', { age: age(quiet / 1000, lang) })}</span>}
      <button type="button" className="quiet" aria-pressed={news.paused} aria-keyshortcuts="p" onClick={() => setPaused(!news.paused)}>
        {news.paused ? t('ui.live.paused', { waiting: news.waiting }) : t('ui.live.live')}
      </button>
      {newer && !news.paused && (
        <button type="button" className="link min-h-6" data-newer onClick={() => void queries.invalidateQueries()}>{t('ui.live.newer')}</button>
      )}
    </span>
  )
}

function useNow(every: number): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every)
    return () => clearInterval(timer)
  }, [every])
  return now
}
