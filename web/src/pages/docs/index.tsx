// The manual: one article from the server's own Markdown, the list of pages at its left, its headings at its right.
import { useState, type MouseEvent, type ReactNode } from 'react'
import { usePanel } from '../../app/page'
import { Empty } from '../../ui/Empty'
import { useWords } from '../../words/words'
import { ARTICLE } from './article'

type Heading = { id: string; text: string; level: number }
type DocsPage = { name: string; title: string; address: string }
type DocsAnswer = { title: string; html: string; headings: Heading[]; pages: DocsPage[] }

export default function Docs() {
  const { t } = useWords()
  const [wide] = useState(() => matchMedia('(min-width: 900px)').matches) // else the list is folded, below it the text
  const panel = usePanel<DocsAnswer | { data: DocsAnswer }>()
  const answer = panel.answer && 'data' in panel.answer ? panel.answer.data : panel.answer
  if (!answer) return <Empty next={t('lists.docs.empty.next')}>{t('lists.docs.empty')}</Empty>
  const here = panel.address.split('?')[0]
  return (
    <div className="grid items-start gap-x-8 gap-y-4 md:grid-cols-[180px_minmax(0,1fr)] lg:grid-cols-[180px_minmax(0,1fr)_200px]">
      <nav aria-label={t('lists.docs.pages')} className="md:sticky md:top-16">
        <details open={wide}>
          <summary className="mb-1 min-h-6 cursor-pointer font-[650]">{t('lists.docs.pages')}</summary>
          <ul className="m-0 list-none p-0">
            {answer.pages.map((page) => (
              <li key={page.address}>
                <a href={page.address} aria-current={page.address === here ? 'page' : undefined}
                  className="inline-block py-1 text-ink-2 hover:text-ink aria-[current]:font-[600] aria-[current]:text-ink">{page.title}</a>
              </li>
            ))}
          </ul>
        </details>
      </nav>
      <article className={`panel min-w-0 ${ARTICLE}`} lang="en" data-panel="main" dangerouslySetInnerHTML={{ __html: withPlaces(answer.html) }} />
      <OnPage headings={answer.headings.filter((heading) => heading.level === 2 || heading.level === 3)} />
    </div>
  )
}

/** Headings that are addresses, in the page of the API, lead there; what may be wider than the page can be scrolled by key. */
function withPlaces(html: string): string {
  return html
    .replace(/(<h2[^>]*>)(\/[\w/.-]*)(<\/h2>)/g, '$1<a href="$2">$2</a>$3')
    .replaceAll('<pre>', '<pre tabindex="0">')
    .replaceAll('<table>', '<div class="scrolls" tabindex="0"><table>')
    .replaceAll('</table>', '</table></div>')
}

/** The headings of this page; a click goes there and puts the place into the address. */
function OnPage({ headings }: { headings: Heading[] }): ReactNode {
  const { t } = useWords()
  if (headings.length < 2) return null
  const go = (id: string) => (event: MouseEvent): void => {
    const place = document.getElementById(id)
    if (!place) return
    event.preventDefault()
    history.replaceState(history.state, '', `#${id}`)
    place.scrollIntoView()
  }
  return (
    <nav aria-label={t('lists.docs.on_page')} className="hidden max-h-[80vh] overflow-y-auto lg:sticky lg:top-16 lg:block">
      <h2 className="mb-1">{t('lists.docs.on_page')}</h2>
      <ul className="m-0 list-none p-0 text-small" lang="en">
        {headings.map((heading) => (
          <li key={heading.id} className={heading.level > 2 ? 'pl-3' : undefined}>
            <a href={`#${heading.id}`} onClick={go(heading.id)} className="inline-block py-1 text-ink-2 hover:text-ink">{heading.text}</a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
