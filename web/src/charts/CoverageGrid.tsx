// What did we not see? One cell per source and day, filled as far as rows came, striped for the rest.
import { useId } from 'react'
import { useWords } from '../words/words'
import { Figure } from './Figure'
import { HatchPattern } from './Hatch'
import { Key } from './Key'
import { Mark } from './Mark'
import type { CoverageGridProps } from './props'
import { cut, MOST_TICKS, wide } from './scale'
import { happened, heads, tickTime } from './say'
import { useWidth } from './width'

const ROW = 26
const dayWords = (day: string) => tickTime(Date.parse(`${day.slice(0, 10)}T00:00:00Z`), 86_400_000, 'UTC')

export function CoverageGrid({ days, hrefOf, title, description }: CoverageGridProps) {
  const { t } = useWords()
  const id = `hatch${useId().replace(/[^\w-]/g, '')}`
  const [ref, width] = useWidth<HTMLDivElement>(640)
  const columns = [...new Set(days.map((one) => one.day))].sort()
  const rows = [...new Set(days.map((one) => one.source))].sort()
  const at = new Map(days.map((one) => [`${one.source}\n${one.day}`, one]))
  const left = Math.min(Math.max(...rows.map((row) => wide(row)), 30) + 12, width * 0.32)
  const broad = Math.min((width - left) / Math.max(columns.length, 1), 56)
  const labelled = Math.max(1, Math.ceil(columns.length / Math.min(MOST_TICKS, Math.max(1, Math.floor((width - left) / 64)))))
  const short = days.filter((one) => one.share !== null && one.share < 1).length
  const unstated = rows.length * columns.length - days.filter((one) => one.share !== null).length
  const sentence = (source: string, day: string, share: number | null | undefined, detail?: string) => {
    const words = t(share == null ? 'charts.coverage.unstated' : share >= 1 ? 'charts.coverage.whole' : 'charts.coverage.part', {
      source,
      day: dayWords(day),
      share: happened(share ?? null),
    })
    return detail ? t('charts.with_reason', { words, reason: detail }) : words
  }
  return (
    <Figure
      title={title ?? t('charts.coverage.title')}
      description={description ?? t('charts.coverage.description', { sources: rows.length, days: columns.length, short, unstated })}
      keys={
        <>
          <Key form="seen" words={t('charts.coverage.seen')} />
          <Key form="hatch" words={t('charts.not_seen')} />
          <span>{t('charts.coverage.empty')}</span>
        </>
      }
      table={{ columns: heads(t, 'source', 'day', 'share_seen'), rows: days.map((one) => [one.source, one.day, one.share]) }}
    >
      <div ref={ref}>
        <svg
          role="group"
          aria-label={title ?? t('charts.coverage.title')}
          width={width}
          height={rows.length * ROW + 20}
          fontSize={11}
          className="block max-w-full"
        >
          <HatchPattern id={id} />
          {rows.map((source, r) => (
            <g key={source}>
              <text x={0} y={r * ROW + 17} fill="var(--ink-2)" aria-hidden="true">
                {cut(source, left - 8)}
              </text>
              {columns.map((day, c) => {
                const one = at.get(`${source}\n${day}`)
                const share = one?.share
                const box = { x: left + c * broad + 1, y: r * ROW + 1, width: Math.max(broad - 2, 1), height: ROW - 2 }
                const tall = share == null ? 0 : box.height * Math.max(0, Math.min(1, share))
                const go = hrefOf?.(day, source)
                return (
                  <Mark
                    key={day}
                    x={box.x + box.width / 2}
                    y={box.y + 2}
                    series={r}
                    label={sentence(source, day, share, one?.detail)}
                    hit={box}
                    onSelect={go ? () => location.assign(go) : undefined}
                  >
                    {share == null ? (
                      <rect {...box} fill="var(--sunken)" stroke="var(--line-2)" strokeWidth={0.6} strokeDasharray="2 2" data-share="" />
                    ) : (
                      <>
                        {share < 1 && <rect {...box} fill={`url(#${id})`} data-hatch />}
                        <rect
                          {...box}
                          y={box.y + box.height - tall}
                          height={tall}
                          fill="color-mix(in oklab, var(--yes) 35%, var(--surface))"
                          data-share={share}
                        />
                      </>
                    )}
                  </Mark>
                )
              })}
            </g>
          ))}
          <g fill="var(--ink-3)" aria-hidden="true">
            {columns.map(
              (day, c) =>
                c % labelled === 0 && (
                  <text key={day} x={left + c * broad + 1} y={rows.length * ROW + 15}>
                    {dayWords(day)}
                  </text>
                ),
            )}
          </g>
        </svg>
      </div>
    </Figure>
  )
}
