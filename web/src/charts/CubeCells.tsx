// Where do prices come true less? Slope by category and time left; tinted only where it differs from 1 beyond chance.
import { useWords } from '../words/words'
import { Cells, type Cell } from './Cells'
import { Figure } from './Figure'
import type { CubeCellsProps } from './props'
import { count, heads, plainNumber, slopeWords, span } from './say'

const STRONGEST = 0.5 // a slope this far from 1 has the full tint

export function CubeCells({ cells, hrefOf, nameOf = (row) => row, chosen, title }: CubeCellsProps) {
  const { t } = useWords()
  const made: Cell[] = cells.cells.map(({ category, horizon, slope, significant }) => {
    const few = slope.few || slope.value === null
    const places = { row: nameOf(category), column: span(horizon, t), value: slopeWords(slope, t), events: slope.n_events }
    const side = (slope.value ?? 1) >= 1 ? 'above' : 'below'
    const key = few ? 'charts.cells.few' : !significant ? 'charts.cells.plain' : side === 'above' ? 'charts.cells.above' : 'charts.cells.below'
    return {
      row: category,
      column: horizon,
      figure: few ? null : plainNumber(slope.value, 2),
      small: count(slope.n_events),
      label: t(key, places),
      tint: significant && !few ? Math.max(0.15, Math.min(1, Math.abs((slope.value ?? 1) - 1) / STRONGEST)) : 0,
      side,
      href: hrefOf(category, horizon),
      data: { 'data-cell': `${category}/${horizon}`, 'data-significant': String(significant && !few), 'data-events': slope.n_events },
    }
  })
  const name = title ?? t('charts.cells.title')
  return (
    <Figure
      title={name}
      description={t('charts.cells.description', {
        n: cells.cells.filter((cell) => cell.significant && !cell.slope.few).length,
        cells: cells.cells.filter((cell) => !cell.slope.few).length,
      })}
      note={cells.rule}
      table={{
        columns: heads(t, 'category', 'horizon', 'slope', 'low', 'high', 'markets', 'events', 'beyond'),
        rows: cells.cells.map(({ category, horizon, slope, significant }) => [
          nameOf(category),
          span(horizon, t),
          slope.few ? t('charts.few') : slope.value,
          slope.few ? null : slope.low,
          slope.few ? null : slope.high,
          slope.n,
          slope.n_events,
          slope.few ? t('charts.few') : t(significant ? 'charts.yes' : 'charts.no'),
        ]),
      }}
    >
      <Cells
        caption={name}
        corner={t('charts.column.slope')}
        rows={cells.rows.map((row) => ({ key: row, name: nameOf(row) }))}
        columns={cells.columns.map((column) => ({ key: column, name: span(column, t) }))}
        cells={made}
        few={t('charts.few')}
        chosen={chosen}
      />
    </Figure>
  )
}
