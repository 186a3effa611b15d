// Numbers and times as people read them, in English and Korean. The server follows the same cases (format.cases.json).
// In: numbers as the API gives them (shares 0..1, seconds, USDC), times as ISO 8601. The space before a unit does not break,
// minus is U+2212, and an estimate never stands without its interval.
import type { Zone } from './app/reader'
import type { Lang } from './words/words'

export type N = number | null | undefined

const THIN = '\u202f'
const KEPT = '\u00a0'
const MINUS = '\u2212'
const NOT_KNOWN: Record<Lang, string> = { en: 'not known', ko: '알 수 없음' }
const TOO_FEW: Record<Lang, string> = { en: 'too few', ko: '표본 부족' }
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const SHORT: Record<Lang, [number, string][]> = {
  en: [[1e9, `${KEPT}B`], [1e6, `${KEPT}M`], [1e3, `${KEPT}k`]],
  ko: [[1e12, '조'], [1e8, '억'], [1e4, '만']],
}

export const ZONE_NAMES: Record<Zone, string> = { UTC: 'UTC', 'Asia/Seoul': 'KST' }
const SEOUL_MS = 9 * 3_600_000 // Korea has had one offset and no summer time since 1988

export const known = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
export const notKnown = (lang: Lang): string => NOT_KNOWN[lang]
export const tooFew = (lang: Lang): string => TOO_FEW[lang]

/** Thousands apart, halves away from zero, never a negative zero. */
export function fixed(value: number, decimals: number, signed = false): string {
  const [whole = '', part] = Math.abs(value).toFixed(decimals).split('.')
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ',') + (part ? `.${part}` : '')
  if (!/[1-9]/.test(text)) return text
  return (value < 0 ? MINUS : signed ? '+' : '') + text
}

/** A share in hundredths without its sign. Of what is open nothing is certain, so 0 and 100 are never said. */
function percentBare(share: number, open = true): string {
  const hundred = 100 * share
  if (hundred < 0.1 && (open || hundred > 0)) return '< 0.1'
  if (hundred > 99.9 && (open || hundred < 100)) return '> 99.9'
  return fixed(hundred, (hundred >= 5 && hundred <= 95) || hundred === 0 || hundred === 100 ? 0 : 1)
}

/** A price, or another probability of what is still open. */
export function probability(value: N, lang: Lang): string {
  return known(value) ? `${percentBare(value)}${THIN}%` : NOT_KNOWN[lang]
}

/** The same under a head that says %. */
export function probabilityInTable(value: N, lang: Lang): string {
  return known(value) ? percentBare(value) : NOT_KNOWN[lang]
}

/** A share of what has happened: nothing and all may be said. */
export function share(value: N, lang: Lang): string {
  return known(value) ? `${percentBare(value, false)}${THIN}%` : NOT_KNOWN[lang]
}

/** A share with its interval; whole numbers where the interval is no finer. */
export function interval(value: N, low: N, high: N, lang: Lang): string {
  if (!known(value) || !known(low) || !known(high)) return TOO_FEW[lang]
  const decimals = high - low < 0.02 || value < 0.05 || value > 0.95 ? 1 : 0
  return `${fixed(100 * value, decimals)}${THIN}% [${fixed(100 * low, decimals)}, ${fixed(100 * high, decimals)}]`
}

/** Brier and log loss; `signed` for their differences. */
export function score(value: N, low: N, high: N, lang: Lang, { signed = false } = {}): string {
  return bracketed(value, low, high, lang, 3, signed)
}

export function slope(value: N, low: N, high: N, lang: Lang, { signed = false } = {}): string {
  return bracketed(value, low, high, lang, 2, signed)
}

/** A difference of two shares, in points. */
export function difference(value: N, low: N, high: N, lang: Lang, { signed = true } = {}): string {
  if (!known(value) || !known(low) || !known(high)) return TOO_FEW[lang]
  const [middle, from, to] = [value, low, high].map((end) => fixed(100 * end, 1, signed))
  return `${middle}${KEPT}pt [${from}, ${to}]`
}

/** A move of a price: two observed numbers, so there is no interval. */
export function points(value: N, lang: Lang): string {
  return known(value) ? `${fixed(100 * value, 1, true)}${KEPT}pt` : NOT_KNOWN[lang]
}

export function pricePaid(value: N, lang: Lang): string {
  return known(value) ? `${fixed(100 * value, 1)}${KEPT}¢` : NOT_KNOWN[lang]
}

/** USDC in full, cents below a hundred; without the unit where the head of the column says it. */
export function money(value: N, lang: Lang, { unit = true } = {}): string {
  if (!known(value)) return NOT_KNOWN[lang]
  return fixed(value, value !== 0 && Math.abs(value) < 100 ? 2 : 0) + (unit ? `${KEPT}USDC` : '')
}

/** USDC in running text: three digits and a power from 10,000. */
export function moneyShort(value: N, lang: Lang): string {
  if (!known(value) || Math.abs(value) < 10_000) return money(value, lang)
  const sizes = SHORT[lang]
  const [size, word] = sizes.find(([one]) => Math.abs(value) >= one * 0.9995) ?? sizes[sizes.length - 1]!
  return `${three(value / size, lang === 'en')}${word}${KEPT}USDC`
}

export function count(value: N, lang: Lang): string {
  return known(value) ? fixed(value, 0) : NOT_KNOWN[lang]
}

/** How many markets in how many events stand behind a figure. */
export function sample(markets: N, events: N, lang: Lang): string {
  if (lang === 'ko') return `시장 ${count(markets, lang)}개, 이벤트 ${count(events, lang)}개`
  return `${count(markets, lang)} ${many('market', markets)} in ${count(events, lang)} ${many('event', events)}`
}

export function shares(value: N, lang: Lang): string {
  if (!known(value)) return NOT_KNOWN[lang]
  return lang === 'ko' ? `${fixed(value, 0)}주` : `${fixed(value, 0)}${KEPT}${many('share', value)}`
}

/** A wallet's first and last four characters. */
export function wallet(text: string): string {
  return text.length > 10 ? `${text.slice(0, 4)}…${text.slice(-4)}` : text
}

/** A duration in one unit. */
export function age(seconds: N, lang: Lang): string {
  if (!known(seconds)) return NOT_KNOWN[lang]
  const units = lang === 'ko' ? ['초', '분', '시간', '일'] : ['s', 'min', 'h', 'd'].map((unit) => KEPT + unit)
  if (Math.round(seconds) < 60) return fixed(seconds, seconds < 9.95 ? 1 : 0) + units[0]
  if (Math.round(seconds / 60) < 60) return fixed(seconds / 60, 0) + units[1]
  if (Math.round(seconds / 3600) < 48) return fixed(seconds / 3600, 0) + units[2]
  return fixed(seconds / 86_400, 0) + units[3]
}

/** A moment with its zone named. */
export function time(iso: string | null | undefined, zone: Zone, lang: Lang): string {
  if (!iso) return NOT_KNOWN[lang]
  const at = inZone(iso, zone)
  return `${dayOf(at, lang)}${lang === 'ko' ? ' ' : ', '}${clockOf(at)} ${ZONE_NAMES[zone]}`
}

/** A moment of the day that is spoken of. */
export function clock(iso: string, zone: Zone): string {
  return `${clockOf(inZone(iso, zone))} ${ZONE_NAMES[zone]}`
}

/** A day, "2026-11-20". */
export function day(iso: string, lang: Lang): string {
  return dayOf(new Date(`${iso.slice(0, 10)}T00:00:00Z`), lang)
}

/** The moment moved so that its UTC parts are those of the zone. */
export function inZone(iso: string, zone: Zone): Date {
  return new Date(Date.parse(iso) + (zone === 'Asia/Seoul' ? SEOUL_MS : 0))
}

function dayOf(at: Date, lang: Lang): string {
  const [year, month, date] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()]
  return lang === 'ko' ? `${year}년 ${month + 1}월 ${date}일` : `${date} ${MONTHS[month]} ${year}`
}

function clockOf(at: Date): string {
  return at.toISOString().slice(11, 16)
}

function bracketed(value: N, low: N, high: N, lang: Lang, decimals: number, signed: boolean): string {
  if (!known(value) || !known(low) || !known(high)) return TOO_FEW[lang]
  return `${fixed(value, decimals, signed)} [${fixed(low, decimals, signed)}, ${fixed(high, decimals, signed)}]`
}

/** Three digits; `keep` the zeros behind the point. */
function three(value: number, keep: boolean): string {
  const size = Math.abs(value)
  const text = fixed(value, size < 9.995 ? 2 : size < 99.95 ? 1 : 0)
  if (keep) return text
  if (size >= 999.5) return String(Math.round(value / 10) * 10)
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

function many(word: string, n: N): string {
  return n === 1 ? word : `${word}s`
}
