// A labelled field of the form, with its help, and what is wrong with it and how to mend it.
import type { ReactNode } from 'react'
import { useWords } from '../../words/words'
import type { Problem } from './form'

type Bound = { id: string; name: string; 'aria-invalid': boolean; 'aria-describedby': string | undefined }

export function Field({ id, name, label, help, problem, children }: {
  id: string; name: string; label: string; help?: string | undefined; problem: Problem | null; children: (props: Bound) => ReactNode
}): ReactNode {
  const { t } = useWords()
  const about = [problem ? `${id}-problem` : '', help ? `${id}-help` : ''].filter(Boolean).join(' ') || undefined
  return (
    <div className="grid gap-1" data-control={name}>
      <label className="note" htmlFor={id}>{label}</label>
      {children({ id, name, 'aria-invalid': problem !== null, 'aria-describedby': about })}
      {problem && <p id={`${id}-problem`} role="alert" className="note m-0 text-breach">{t(`lists.forecast.problem.${problem.word}`)}</p>}
      {help && <p id={`${id}-help`} className="note m-0">{help}</p>}
    </div>
  )
}
