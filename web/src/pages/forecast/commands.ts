/* The same question for a terminal: with curl, and with the project's own command. */
import { type Form, bodyOf, levelsOf, type Series } from './form'

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** POST with curl; the token, where one is needed, stays a name. */
export function asCurl(form: Form, series: Series, method: string, origin: string, token: boolean): string {
  const head = token ? ` -H "Authorization: Bearer $CREDENCE_API_TOKEN"` : ''
  return `curl -s${head} -H 'Content-Type: application/json' ${quoted(`${origin}/tsfm/forecast`)} -d ${quoted(JSON.stringify(bodyOf(form, series, method)))}`
}

/** `credence forecast`: a market by its name, a pasted series as a file. */
export function asCommand(form: Form, method: string): string {
  const who = form.series.trim() ? '--series prices.csv' : quoted(form.market_id.trim())
  const name = method.includes('/') ? method.slice(method.indexOf('/') + 1) : method
  const levels = (levelsOf(form.quantiles) ?? []).join(',')
  return `credence forecast ${who} --method ${name} --horizon ${form.horizon_steps} --step ${form.freq.trim()} --quantiles ${levels} --as-of ${quoted(form.as_of_ts.trim())}`
}
