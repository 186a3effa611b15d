/* What is asked of the forecast page: the fields of its form, what is wrong with them, and the body of the request.
   The form lives behind the # of the address: nothing of it is asked of the server before the reader asks. */

import type { components } from '../../api/schema'

export type Form = {
  market_id: string; series: string; as_of_ts: string; freq: string; horizon_steps: string; quantiles: string
  space: '' | 'price' | 'logit' | 'arcsine'; methods: string[]
}

export type Problem = { field: keyof Form; word: ProblemWord }
export type ProblemWord =
  | 'market_or_series' | 'series_number' | 'series_range' | 'series_order' | 'series_future' | 'series_long'
  | 'as_of_ts' | 'freq' | 'horizon_steps' | 'quantiles' | 'methods'

export type Series = { ts: (string | number)[] | null; y: (number | null)[] }

export const LIMITS = { points: 4096, horizon_steps: 1440, quantiles: 99, step_least_s: 60, step_most_s: 86_400 }
const SECONDS: Record<string, number> = { s: 1, m: 60, min: 60, h: 3600, d: 86_400 }

export function emptyForm(method: string): Form {
  return {
    market_id: '', series: '', as_of_ts: '', freq: '1h', horizon_steps: '24', quantiles: '0.1, 0.5, 0.9', space: '',
    methods: [method],
  }
}

/** Seconds of a step such as 5m; null where it is none or beyond the limits. */
export function stepSeconds(freq: string): number | null {
  const match = /^(\d{1,6})(s|min|m|h|d)$/.exec(freq.trim())
  const seconds = match ? Number(match[1]) * (SECONDS[match[2] ?? ''] ?? 0) : 0
  return seconds >= LIMITS.step_least_s && seconds <= LIMITS.step_most_s ? seconds : null
}

/** Milliseconds of a moment; without a zone it is UTC. Null where it is none. */
export function momentOf(text: string): number | null {
  const plain = text.trim()
  if (/^\d{9,10}(\.\d+)?$/.test(plain)) return Number(plain) * 1000
  if (!/^\d{4}-\d{2}-\d{2}/.test(plain)) return null
  const full = /^\d{4}-\d{2}-\d{2}$/.test(plain) ? `${plain}T00:00:00` : plain.replace(' ', 'T')
  const found = Date.parse(/([zZ]|[+-]\d{2}:?\d{2})$/.test(full) ? full : `${full}Z`)
  return Number.isNaN(found) ? null : found
}

/** Levels of a text such as "0.1, 0.5, 0.9"; null where they are not ascending between 0 and 1. */
export function levelsOf(text: string): number[] | null {
  const levels = text.split(/[\s,;]+/).filter(Boolean).map(Number)
  const fine = levels.length > 0 && levels.length <= LIMITS.quantiles
    && levels.every((level, at) => level > 0 && level < 1 && level > (levels[at - 1] ?? 0))
  return fine ? levels : null
}

/** A pasted series: one price per line, or a time and a price; what cannot be read is the problem. */
export function readSeries(text: string): Series | ProblemWord {
  const all = text.split(/\n/).map((line) => line.trim()).filter(Boolean)
  const lines = /^[a-z_]+([,;\t][a-z_]+)?$/i.test(all[0] ?? '') ? all.slice(1) : all // the first may name the columns
  const pairs = lines.every((line) => momentOf(line.split(/[,;\t]/)[0] ?? '') !== null && /[,;\t]/.test(line))
  const words = pairs ? lines.map((line) => line.split(/[,;\t]/)[1] ?? '') : lines.flatMap((line) => line.split(/[\s,;]+/).filter(Boolean))
  const y = words.map((word) => (/^(null|nan|)$/i.test(word.trim()) ? null : Number(word)))
  if (y.length > LIMITS.points) return 'series_long'
  if (!y.length || y.every((price) => price === null) || y.some((price) => Number.isNaN(price))) return 'series_number'
  if (y.some((price) => price !== null && (price < 0 || price > 1))) return 'series_range'
  if (!pairs) return { ts: null, y }
  const ts = lines.map((line) => momentOf(line.split(/[,;\t]/)[0] ?? '') ?? 0)
  if (ts.some((moment, at) => at > 0 && moment <= (ts[at - 1] ?? 0))) return 'series_order'
  return { ts: ts.map((moment) => moment / 1000), y }
}

/** All that can be known to be wrong before anything is asked. */
export function problemsOf(form: Form): Problem[] {
  const found: Problem[] = []
  const add = (field: keyof Form, word: ProblemWord): void => void found.push({ field, word })
  if (!form.market_id.trim() && !form.series.trim()) add('market_id', 'market_or_series')
  const asOf = momentOf(form.as_of_ts)
  if (asOf === null) add('as_of_ts', 'as_of_ts')
  if (form.series.trim()) {
    const series = readSeries(form.series)
    if (typeof series === 'string') add('series', series)
    else if (asOf !== null && series.ts && Number(series.ts.at(-1)) * 1000 > asOf) add('series', 'series_future')
  }
  if (stepSeconds(form.freq) === null) add('freq', 'freq')
  const steps = Number(form.horizon_steps)
  if (!Number.isInteger(steps) || steps < 1 || steps > LIMITS.horizon_steps) add('horizon_steps', 'horizon_steps')
  if (!levelsOf(form.quantiles)) add('quantiles', 'quantiles')
  if (!form.methods.length) add('methods', 'methods')
  return found
}

/** The body of POST /tsfm/forecast for one method; call it with a form without problems. */
export function bodyOf(form: Form, series: Series, method: string): components['schemas']['ForecastRequest'] {
  const [provider, name] = method.includes('/') ? splitOnce(method) : ['credence', method]
  return {
    market_id: form.market_id.trim() || 'pasted',
    as_of_ts: new Date(momentOf(form.as_of_ts) ?? 0).toISOString().replace('.000Z', 'Z'),
    freq: form.freq.trim(),
    horizon_steps: Number(form.horizon_steps),
    quantiles: levelsOf(form.quantiles) ?? [],
    y: series.y,
    ...(series.ts ? { y_ts: series.ts } : {}),
    ...(form.space ? { transform: { space: form.space } } : {}),
    model: { provider, model_name: name },
  }
}

function splitOnce(method: string): [string, string] {
  const at = method.indexOf('/')
  return [method.slice(0, at), method.slice(at + 1)]
}

/** The form behind the #, defaults left out, names in the order of the alphabet. */
export function toHash(form: Form, defaults: Form): string {
  const query = new URLSearchParams()
  for (const name of Object.keys(form).sort() as (keyof Form)[]) {
    const [value, usual] = [String(form[name]), String(defaults[name])]
    if (value !== usual) query.set(name, value)
  }
  return query.toString()
}

/** The other way: a form from what stands behind the #; names that are no field are left. */
export function fromHash(hash: string, defaults: Form): Form {
  const query = new URLSearchParams(hash.replace(/^#/, ''))
  const text = (name: keyof Form): string => query.get(name) ?? String(defaults[name])
  const space = text('space')
  return {
    market_id: text('market_id'), series: text('series'), as_of_ts: text('as_of_ts'), freq: text('freq'),
    horizon_steps: text('horizon_steps'), quantiles: text('quantiles'),
    space: space === 'price' || space === 'logit' || space === 'arcsine' ? space : '',
    methods: text('methods').split(',').filter(Boolean),
  }
}
