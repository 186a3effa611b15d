/**
 * What the cells of each table must say for a row of the JSON: the expected text once more, from the row and the rules of
 * formatting, without the pages' own code. `page: { column: text }`; a column that is missing here makes the test fail.
 */
import { age, count, fixed, interval, known, money, points, probability, probabilityInTable, score, share, slope, time } from '../src/format'
import explorer from '../src/words/parts/explorer.en.json'
import lists from '../src/words/parts/lists.en.json'

type Row = Record<string, any>
export type Cells = Record<string, (row: Row) => string>

const word = (words: Record<string, string>, key: string, otherwise: string): string => words[key] ?? otherwise
const listed = (column: string, value: string | null) =>
  value === null ? NONE : word(lists, `lists.${column}.${value}`, value)
const judged = (value: string) => word(explorer, `explorer.value.${value}`, value)
const NONE = lists['lists.value.none']
const FEW = 'too few'

const when = (at: string | null) => (at ? time(at, 'UTC', 'en') : NONE)
const orNone = (value: number | null, say: (value: number) => string) => (value === null ? NONE : say(value))
const lasts = (text: string) => text.replace(/^(\d+)([hd])$/, (_, n, unit) => `${n} ${unit}`)
const ahead = (row: Row) => `${(row.horizon_steps * row.step_seconds) / 3600} h`

/** The normal range: whole per cents unless it is narrower than two points. */
function normal(row: Row): string {
  if (row.q10_1h === null || row.q90_1h === null) return NONE
  const end = (price: number) => (row.q90_1h - row.q10_1h < 0.02 ? fixed(100 * price, 1) : probabilityInTable(price, 'en'))
  const range = `${end(row.q10_1h)} to ${end(row.q90_1h)}`
  return row.outside_range ? `${range} ${row.price > row.q90_1h ? 'above' : 'below'}` : range
}

function recalibrated(row: Row): string {
  if (row.p_recalibrated !== null) return interval(row.p_recalibrated, row.recalibrated_low, row.recalibrated_high, 'en')
  if (!row.recalibration_verdict) return NONE
  return row.recalibration_verdict.startsWith('too few') ? FEW : 'does not help here'
}

/** A share with 95 % of its standard error; too few under 30 events. */
function kept(value: number | null, error: number | null, row: Row): string {
  if (value === null || error === null || row.n_events < 30) return FEW
  return interval(value, Math.max(0, value - 1.96 * error), Math.min(1, value + 1.96 * error), 'en')
}

function bandVerdict(row: Row): string {
  const error = Math.hypot(row.miss_below_se, row.miss_above_se)
  if (row.closed === null || row.n_events < 30) return explorer['explorer.bands.unknown']
  if (Math.min(1, row.closed + 1.96 * error) < 0.8) return explorer['explorer.bands.narrow']
  return row.closed - 1.96 * error > 0.8 ? explorer['explorer.bands.wide'] : explorer['explorer.bands.keeps']
}

function groupNote(row: Row): string {
  if (row.outcome_visible) return explorer['explorer.column.note_visible']
  if (row.note.includes('too few')) return explorer['explorer.column.note_few']
  return row.n_events < 100 ? explorer['explorer.column.note_thin'] : ''
}

const figure = (name: string, say: typeof slope) => (row: Row) => say(row[name], row[`${name}_low`], row[`${name}_high`], 'en')
const words = (...names: string[]): Cells => Object.fromEntries(names.map((name) => [name, (row: Row) => judged(row[name])]))
const counts = (...names: string[]): Cells => Object.fromEntries(names.map((name) => [name, (row: Row) => count(row[name], 'en')]))
const few = (row: Row) => !['helps', 'does not help here'].includes(row.verdict)

export const CELLS: Record<string, Cells> = {
  markets: {
    question: (row) => row.question,
    status: (row) => listed('status', row.status),
    category: (row) => listed('category', row.category),
    liquidity_bucket: (row) => listed('liquidity', row.liquidity_bucket),
    price: (row) => orNone(row.price, (value) => probabilityInTable(value, 'en')),
    p_recalibrated: recalibrated,
    q10_1h: normal,
    trust: (row) => orNone(row.trust, (value) => fixed(value, 0)),
    volume_24h: (row) => orNone(row.volume_24h, (value) => money(value, 'en', { unit: false })),
    open_interest: (row) => orNone(row.open_interest, (value) => money(value, 'en', { unit: false })),
    end_ts: (row) => orNone(row.tte_seconds, (value) => (value >= 0 ? `in ${age(value, 'en')}` : `${age(-value, 'en')} ago`)),
    seen_share: (row) => orNone(row.seen_share, (value) => share(value, 'en')),
  },
  scoreboard: {
    ...words('venue', 'category', 'liquidity_bucket', 'anchor', 'weighting', 'ends'),
    ...counts('n', 'n_events'),
    horizon: (row) => lasts(row.horizon),
    brier: figure('brier', score),
    slope: figure('slope', slope),
    in_the_large: figure('in_the_large', slope),
    note: groupNote,
  },
  events: {
    title: (row) => row.title,
    category: (row) => listed('category', row.category),
    n_markets: (row) => String(row.n_markets),
    kind: (row) => listed('events.kind', row.kind),
    sum: (row) => orNone(row.sum, (value) => share(value, 'en')),
    gap: (row) => orNone(row.gap, (value) => points(value, 'en')),
    age_seconds: (row) => orNone(row.age_seconds, (value) => age(value, 'en')),
  },
  coverage: {
    source: (row) => row.source,
    scope: (row) => row.scope,
    status: (row) => listed('coverage_status', row.status),
    expected: (row) => orNone(row.expected, (value) => count(value, 'en')),
    received: (row) => orNone(row.received, (value) => count(value, 'en')),
    share: (row) => (row.expected && row.received !== null ? share(Math.min(1, row.received / row.expected), 'en') : NONE),
    since: (row) => when(row.since),
    until: (row) => when(row.until),
    detail: (row) => row.detail,
    run_id: (row) => row.run_id,
  },
  runs: {
    run_id: (row) => row.run_id,
    command: (row) => row.command,
    status: (row) => listed('run_status', row.status),
    as_of: (row) => when(row.as_of),
    started_at: (row) => when(row.started_at),
    seconds: (row) => orNone(row.seconds, (value) => age(value, 'en')),
    counts: (row) => count(Object.values<number>(row.counts).reduce((sum, rows) => sum + rows, 0), 'en'),
    error: (row) => row.error ?? '',
  },
  bands: {
    ...words('segment_by', 'segment', 'band_calibration'),
    ...counts('n', 'n_events'),
    horizon_steps: ahead,
    method: (row) => row.method,
    closed: (row) => kept(row.closed, row.miss_below_se === null ? null : Math.hypot(row.miss_below_se, row.miss_above_se), row),
    miss_below: (row) => kept(row.miss_below, row.miss_below_se, row),
    miss_above: (row) => kept(row.miss_above, row.miss_above_se, row),
    width: (row) => (row.width === null ? '' : fixed(100 * row.width, 1)),
    verdict: bandVerdict,
  },
  trust: {
    trust_version: (row) => row.trust_version,
    anchor: (row) => judged(row.anchor),
    horizon: (row) => lasts(judged(row.horizon)),
    ...counts('n', 'n_events'),
    verdict: (row) => {
      const name = row.verdict === 'trust orders' ? 'trust_orders' : row.verdict === 'no order shown' ? 'no_order_shown' : 'too_few'
      return word(explorer, `explorer.trust.verdict.${name}`, '')
    },
  },
  recalibration: {
    ...words('category', 'anchor'),
    ...counts('n', 'n_events', 'n_weeks'),
    horizon: (row) => lasts(row.horizon),
    verdict: (row) => word(explorer, `explorer.recalibration.${few(row) ? 'few' : row.verdict === 'helps' ? 'helps' : 'no_help'}`, ''),
    gain: (row) => (few(row) ? FEW : score(row.gain, row.gain_low, row.gain_high, 'en', { signed: true })),
    log_loss_price: (row) => (row.log_loss_price === null ? 'not known' : fixed(row.log_loss_price, 3)),
    smallest_detectable: (row) => (row.smallest_detectable === null ? 'not known' : fixed(row.smallest_detectable, 3)),
    methods: (row) => row.methods,
  },
  search: {
    question: (row) => row.question,
    market_id: (row) => row.market_id,
    category: (row) => listed('category', row.category),
    status: (row) => listed('status', row.status),
    price: (row) => orNone(row.price, (value) => probabilityInTable(value, 'en')),
  },
  generic: Object.fromEntries(
    ['ts', 'due_at', 'band_ts', 'knowable_at'].map((name): [string, Cells[string]] => [name, (row) => when(row[name])]).concat(
      ['market_id', 'side', 'band_calibration', 'question'].map((name) => [name, (row) => row[name] ?? NONE]),
      ['p', 'p_before', 'q10', 'q90'].map((name) => [name, (row) => probability(row[name], 'en')]),
      ['horizon_steps', 'excess', 'step_seconds'].map((name) => [name, (row) => number(name, row[name])]),
    ),
  ),
}

/** A number of a column that has no kind of its own: whole, else three decimals, or one from ten on. */
function number(name: string, value: number): string {
  if (!known(value)) return NONE
  if (name.endsWith('_seconds')) return age(value, 'en')
  return Number.isInteger(value) ? count(value, 'en') : fixed(value, Math.abs(value) >= 10 ? 1 : 3)
}
