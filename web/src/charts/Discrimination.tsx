// Do prices tell YES from NO? What was priced at what, YES above the line and NO below. Heights on a root scale.
import { useWords } from '../words/words'
import type { Bar } from './Bars'
import { Chart } from './Chart'
import { Mirror } from './Mirror'
import type { DiscriminationProps } from './props'
import { Rule } from './Rule'
import { exact, percentTick } from './say'

export function Discrimination({ discrimination, title, description }: DiscriminationProps) {
  const { t } = useWords()
  const { histogram, mean_yes, mean_no } = discrimination
  const most = (of: 'yes' | 'no') => Math.sqrt(Math.max(...histogram.map((bin) => bin[of]), 1))
  const bars = (of: 'yes' | 'no'): Bar[] =>
    histogram.map((bin) => ({
      low: bin.low,
      high: bin.high,
      count: bin[of],
      label: t(of === 'yes' ? 'charts.discrimination.yes_bar' : 'charts.discrimination.no_bar', {
        low: percentTick(bin.low),
        high: percentTick(bin.high),
        n: Math.round(bin[of]),
      }),
    }))
  return (
    <Chart
      title={title ?? t('charts.discrimination.title')}
      description={description ?? t('charts.discrimination.description', { yes: exact(mean_yes), no: exact(mean_no) })}
      height={206}
      right={8}
      left={8}
      x={{ label: t('charts.price'), unit: '%', domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], format: percentTick }}
      y={{ label: t('charts.column.markets'), domain: [-most('no') * 1.12, most('yes') * 1.12], ticks: [], format: String }}
      axes={{ y: false, grid: 'none', titles: false }}
      table={{
        columns: [t('charts.column.from'), t('charts.column.to'), 'YES', 'NO'],
        rows: histogram.map((bin) => [bin.low, bin.high, bin.yes, bin.no]),
      }}
    >
      {({ x, y, plot }) => (
        <>
          <Mirror above={bars('yes')} below={bars('no')} heightOf={Math.sqrt} />
          <g aria-hidden="true" pointerEvents="none" stroke="none">
            {mean_yes !== null && (
              <Rule
                x={mean_yes}
                from={plot.top}
                to={y(0)}
                strong
                tone="var(--yes)"
                side={x(mean_yes) > 140 ? 'left' : 'right'}
                label={t('charts.discrimination.mean_yes', { value: exact(mean_yes) })}
              />
            )}
            {mean_no !== null && (
              <Rule
                x={mean_no}
                from={y(0)}
                to={plot.bottom}
                strong
                tone="var(--no)"
                side={x(mean_no) > 140 ? 'left' : 'right'}
                drop={plot.bottom - plot.top - 4}
                label={t('charts.discrimination.mean_no', { value: exact(mean_no) })}
              />
            )}
          </g>
        </>
      )}
    </Chart>
  )
}
