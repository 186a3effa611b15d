// An object as tables: its plain values as facts, each list inside as a table, each object inside as facts again.
import type { ReactNode } from 'react'
import type { PagePanel } from '../../app/page'
import { Panel } from '../../ui/Panel'
import { useWords } from '../../words/words'
import { Facts } from '../shared/Facts'
import { Rows } from './Rows'
import { isEstimate, isRecord, isRows, type Row } from './shape'
import { Value } from './Value'

const DEEP = 3

type Props = { data: Row; panel: PagePanel; name: string; title: string; level?: number }

export function Thing({ data, panel, name, title, level = 0 }: Props): ReactNode {
  const { tOr } = useWords()
  const word = (key: string): string => tOr(`lists.column.${key}`, key.replaceAll('_', ' '))
  const inside = (key: string): boolean => isRows(data[key]) || (isRecord(data[key]) && !isEstimate(data[key]) && level < DEEP)
  const plain = Object.keys(data).filter((key) => !inside(key) && !/_(low|high)$/.test(key) && (level === 0 || data[key] !== null))
  return (
    <>
      {plain.length > 0 && (
        <Panel title={title} of={panel} name={name}>
          <Facts facts={plain.map((key) => ({ name: key, word: word(key), value: <Value name={key} row={data} /> }))} />
        </Panel>
      )}
      {Object.keys(data).filter(inside).map((key) => {
        const value = data[key]
        if (isRows(value)) return <Panel key={key} title={word(key)} of={panel} name={key}><Rows rows={value} caption={word(key)} /></Panel>
        return isRecord(value) ? <Thing key={key} data={value} panel={panel} name={key} title={word(key)} level={level + 1} /> : null
      })}
    </>
  )
}
