// How are the scores of single markets spread? Median, mean, and what a coin would score. Heights on a root scale.
import { useWords } from '../words/words'
import { Bars } from './Bars'
import { Chart } from './Chart'
import type { ScoresProps } from './props'
import { Rule } from './Rule'
import { heads, plainNumber } from './say'

export function Scores({ scores, coin = 0.25, title, description }: ScoresProps) {
  const { t } = useWords()
  const { histogram, median, mean } = scores
  const most = Math.sqrt(Math.max(...histogram.map((bin) => bin.n), 1))
  const marks = [
    { at: median, words: t('charts.scores.median', { value: plainNumber(median, 3) }) },
    { at: mean, words: t('charts.scores.mean', { value: plainNumber(mean, 3) }), strong: true },
    { at: coin, words: t('charts.scores.coin', { value: plainNumber(coin, 2) }) },
  ]
    .filter((mark): mark is { at: number; words: string; strong?: boolean } => mark.at !== null)
    .sort((a, b) => a.at - b.at)
  /** Pixels that a label needs to stand clear of the bar that its line crosses. */
  const clear = (at: number, label: number, x: (n: number) => number, y: (n: number) => number) => {
    const bin = histogram.find((one) => at >= one.low && at < one.high)
    return bin && y(Math.sqrt(bin.n)) < label ? Math.max(6, x(bin.high) - x(at) + 5) : 6
  }
  return (
    <Chart
      title={title ?? t('charts.scores.title')}
      description={description ?? t('charts.scores.description', { median: plainNumber(median, 3), mean: plainNumber(mean, 3) })}
      height={206}
      right={8}
      left={8}
      x={{ label: t('charts.brier'), domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], format: (n) => plainNumber(n, n % 0.5 ? 2 : n % 1 ? 1 : 0) }}
      y={{ label: t('charts.column.markets'), domain: [0, most], ticks: [], format: String }}
      axes={{ y: false, grid: 'none', titles: false }}
      table={{ columns: heads(t, 'from', 'to', 'markets'), rows: histogram.map((bin) => [bin.low, bin.high, bin.n]) }}
    >
      {({ x, plot, y }) => (
        <>
          <Bars
            bars={histogram.map((bin) => ({
              low: bin.low,
              high: bin.high,
              count: bin.n,
              label: t('charts.scores.bar', { low: plainNumber(bin.low, 2), high: plainNumber(bin.high, 2), n: Math.round(bin.n) }),
            }))}
            heightOf={Math.sqrt}
          />
          <path d={`M${plot.left} ${y(0)}H${plot.right}`} stroke="var(--line-2)" />
          <g pointerEvents="none" paintOrder="stroke">
            {marks.map((mark, k) => (
              <Rule
                key={mark.words}
                x={mark.at}
                from={plot.top + 17 * k}
                label={mark.words}
                strong={mark.strong}
                tone={mark.strong ? 'var(--ink)' : 'var(--ink-2)'}
                drop={8 + 17 * k}
                side={x(mark.at) > plot.right - 110 ? 'left' : 'right'}
                shift={clear(mark.at, plot.top + 17 * k + 8, x, y)}
              />
            ))}
          </g>
        </>
      )}
    </Chart>
  )
}
