// Something went wrong: what, and what to do next. Data already on screen stays below it, marked as old by the caller.
import type { Failure } from '../app/page'
import { useWords } from '../words/words'

/** Links that the frame follows stay with the data that the address names; without it, the page is loaded anew. */
const loadedAnew = (field: string) => (field === 'manifest' ? '_self' : undefined)

/** `without`: the same address without the parameter that was refused. */
export function Failed({ error, retry, without }: { error: Failure; retry?: () => void; without?: string }) {
  const { t, tOr } = useWords()
  return (
    <div role="alert" data-failed={error.kind} className="rounded-control border border-breach bg-breach-t px-4 py-3">
      <p className="font-[600] text-breach">{tOr(`ui.failed.${error.kind}`, t('ui.failed.other'))}</p>
      <p className="mt-1 max-w-[80ch] text-ink" lang="en">{error.message}</p>
      {error.next_step && <p className="max-w-[80ch] text-ink-2" lang="en">{error.next_step}</p>}
      <p className="mt-2 flex flex-wrap gap-2">
        {retry && <button type="button" className="button" onClick={retry}>{t('ui.failed.retry')}</button>}
        {without && error.field && <a className="button" href={without} target={loadedAnew(error.field)}>{t('ui.failed.without', { field: error.field })}</a>}
      </p>
    </div>
  )
}
