// The tables inside an answer that is one object, each of which can be asked for as a file; named as the server names them.
type Found = Record<string, unknown>

const isObject = (value: unknown): value is Found => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Names of the lists of objects, and of the objects that are rows under their names, with dots between: `diagram.bins`. Lists
 * that are empty are left out: there is nothing in their files. */
export function tablesWithin(data: unknown, before = ''): string[] {
  if (!isObject(data)) return []
  return Object.entries(data).flatMap(([name, value]) => {
    if (Array.isArray(value)) return value.length > 0 && value.every(isObject) ? [before + name] : []
    if (!isObject(value)) return []
    return isNamed(value) ? [before + name] : tablesWithin(value, `${before}${name}.`)
  })
}

/** Two or more objects, not empty, of the same keys. */
function isNamed(value: Found): boolean {
  const keys = new Set(Object.values(value).map((one) => (isObject(one) ? Object.keys(one).sort().join() : '')))
  return Object.keys(value).length > 1 && keys.size === 1 && !keys.has('')
}
