/** One part of the overview: a title, the first rows, and the way to the page that shows all of them. */
import type { ReactNode } from 'react'
import type { PagePanel } from '../../app/page'
import { Panel } from '../../ui/Panel'
import { useWords, type Key } from '../../words/words'

interface PartProps {
  name: string
  word: Key
  note?: string
  of: PagePanel
  /** the page that shows all, and its words */
  href: string
  all: Key
  children: ReactNode
}

export function Part({ name, word, note, of, href, all, children }: PartProps) {
  const { t } = useWords()
  const more = (
    <a className="link ml-auto text-small" href={href}>
      {t(all)}
    </a>
  )
  return (
    <Panel title={t(word)} note={note} of={of} name={name} actions={more}>
      {children}
    </Panel>
  )
}

/** A venue's own words, on one line, and what to know beside them. */
export function Question({ text, small }: { text: string; small?: string }) {
  return (
    <>
      <span lang="en" title={text} className="block w-full max-w-[26ch] truncate max-sm:max-w-[18ch]">
        {text}
      </span>
      {small && <span className="block text-small font-[400] text-ink-3">{small}</span>}
    </>
  )
}
