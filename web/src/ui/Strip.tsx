// Where the figures come from: how new, how complete, from which version; under the header of every page.
import { changed } from '../app/address'
import { usePage } from '../app/page'
import { useReader } from '../app/reader'
import { age, share, time } from '../format'
import { useWords } from '../words/words'
import { Chip } from './Chip'
import { Coded } from './Coded'
import { Copy } from './Copy'
import { LagBadge } from './LagBadge'

export function Strip() {
  const { t, lang } = useWords()
  const { zone } = useReader()
  const { strip, address } = usePage()
  return (
    <div className="strip" role="region" aria-label={t('ui.strip')} data-strip>
      {strip.simulated && <Chip tone="warn"><b className="font-[600]">{t('ui.strip.made_up')}</b></Chip>}
      {strip.as_of === null ? <span>{t('ui.strip.no_data')}</span> : (
        <span data-as-of={strip.as_of}>{t('ui.strip.as_of', { time: time(strip.as_of, zone, lang) })}</span>
      )}
      {strip.age_seconds !== null && (
        strip.stale
          ? <Chip tone="warn">{t('ui.strip.old', { age: age(strip.age_seconds, lang) })}</Chip>
          : <span>{t('ui.strip.old', { age: age(strip.age_seconds, lang) })}</span>
      )}
      <span data-seen={strip.seen_share ?? ''}>
        {strip.seen_share === null
          ? t('ui.strip.seen_unknown', { gaps: strip.gaps ?? 0 })
          : t('ui.strip.seen', { share: share(strip.seen_share, lang), gaps: strip.gaps ?? 0 })}
      </span>
      {strip.manifest && (
        <span data-manifest={strip.manifest}>
          <Coded words={t('ui.strip.manifest')} codes={{ manifest: short(strip.manifest) }} />
          <Copy text={strip.manifest} label={t('ui.strip.copy_manifest')}>{t('ui.copy')}</Copy>
        </span>
      )}
      {strip.newer && (
        <Chip tone="warn">
          {/* target: loaded anew, since what the frame follows stays with the data on screen */}
          <span data-former>{t('ui.strip.newer')} <a className="link" href={changed(address, { manifest: null })} target="_self">{t('ui.strip.newest')}</a></span>
        </Chip>
      )}
      <span className="no-print ml-auto flex flex-wrap items-center gap-x-3">
        <LagBadge />
        <a className="link min-h-6 content-center" href="#how=main">{t('ui.how')}</a>
      </span>
    </div>
  )
}

/** A hash by its first and last four letters. */
export function short(hash: string): string {
  return hash.length > 12 ? `${hash.slice(0, 4)}…${hash.slice(-4)}` : hash
}
