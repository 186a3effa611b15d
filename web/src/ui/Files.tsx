// Links to an answer as files: a list in three forms; one thing as JSON, and each table inside it as CSV and Parquet.
import { changed } from '../app/address'
import type { PagePanel } from '../app/page'
import { useWords } from '../words/words'
import { tablesWithin } from './within'

const MOST_ROWS = '10000' // that the API gives in one answer
const FORMATS = ['csv', 'parquet', 'json']
const OF_TABLES = ['csv', 'parquet']

export function Files({ of }: { of: PagePanel }) {
  const { t } = useWords()
  const data = of.answer?.data
  const forms = Array.isArray(data) ? FORMATS : ['json']
  return (
    <>
      {forms.map((format) => (
        <a key={format} href={changed(of.address, { format, ...whole(of) })} download data-format={format}>
          {t('ui.panel.download', { format: format.toUpperCase() })}
        </a>
      ))}
      {tablesWithin(data).map((table) => <Table key={table} address={of.address} table={table} />)}
    </>
  )
}

function Table({ address, table }: { address: string; table: string }) {
  const { tOr } = useWords()
  const words = tOr(`ui.file.${table}`, '')
  return (
    <span role="group" aria-label={words || table} className="flex items-center gap-1 pl-2" data-table={table}>
      <span className="grow">{words || <code translate="no">{table}</code>}</span>
      {OF_TABLES.map((format) => (
        <a key={format} href={changed(address, { format, table })} download data-format={format} className="w-auto!">{format.toUpperCase()}</a>
      ))}
    </span>
  )
}

/** A file holds all rows of the view, not the page of them that is shown; up to what the API gives at once. */
function whole(of: PagePanel): { limit?: string } {
  const isPart = Boolean(of.answer?.next_cursor) || of.address.includes('cursor=')
  return isPart ? { limit: MOST_ROWS } : {}
}
