// The addresses of the API as its own document types them: for what the application asks beside page documents.
import createClient from 'openapi-fetch'
import type { components, paths } from './schema'

type Schemas = components['schemas']

export const api = createClient<paths>({ headers: { Accept: 'application/json' } })

/** Why an answer brought no data: as the API says it, or that something between speaks another language. */
export function failureIn({ error, response }: { error?: Partial<Schemas['Failed']> | string; response: Response }): Schemas['Mistake'] {
  const said = typeof error === 'object' ? error.error : undefined
  return said ?? { kind: 'unreachable', message: `HTTP ${response.status}`, next_step: response.url }
}
