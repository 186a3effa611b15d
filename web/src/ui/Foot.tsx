// The foot: on paper where the page came from; on screen the documents and the version.
import { usePage } from '../app/page'
import { useReader } from '../app/reader'
import { time } from '../format'
import { useWords } from '../words/words'
import { Coded } from './Coded'

export function Foot() {
  const { t, lang } = useWords()
  const { zone } = useReader()
  const { strip, address } = usePage()
  return (
    <footer className="mx-auto w-full px-4 pb-8 text-small text-ink-3 md:px-6 print:px-0">
      <p className="no-print flex flex-wrap gap-x-4 border-t border-line pt-3">
        <a className="link min-h-6" href="/docs">{t('ui.foot.docs')}</a>
        <a className="link min-h-6" href="/docs/api">{t('ui.foot.api')}</a>
        <a className="link min-h-6" href="/docs/words">{t('ui.foot.words')}</a>
        <span className="min-h-6">{t('ui.foot.advice')}</span>
        <span className="min-h-6">{t('ui.foot.version', { version: strip.code_version })}</span>
      </p>
      <p className="only-print" data-print-foot>
        <Coded
          words={t('ui.foot.print', { time: time(strip.as_of, zone, lang), version: strip.code_version })}
          codes={{ address: new URL(address, location.origin).href, manifest: strip.manifest ?? '-' }}
        />
      </p>
    </footer>
  )
}
