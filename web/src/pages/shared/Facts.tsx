// A list of facts: a word and what it says; each value carries the name of its column.
import { Fragment, type ReactNode } from 'react'

export type Fact = { name: string; word: ReactNode; value: ReactNode }

export function Facts({ facts }: { facts: Fact[] }): ReactNode {
  return (
    <dl className="facts">
      {facts.map((fact) => (
        <Fragment key={fact.name}>
          <dt>{fact.word}</dt>
          <dd data-column={fact.name}>{fact.value}</dd>
        </Fragment>
      ))}
    </dl>
  )
}
