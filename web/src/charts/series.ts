// More than one series: each has its colour and its own dash, and a label at the end of its line.

/** In this order; above six, draw panels instead. */
export const SERIES = [
  { tone: 'var(--yes)', dash: undefined },
  { tone: 'var(--no)', dash: '6 3' },
  { tone: 'var(--ok)', dash: '2 3' },
  { tone: 'var(--other)', dash: '8 3 2 3' },
  { tone: 'var(--warn)', dash: '4 4' },
  { tone: 'var(--ink-2)', dash: '1 3' },
]

/** Places for labels near their values, at least a line apart. */
export function spread(values: readonly number[], [low, high]: readonly [number, number]): number[] {
  const line = (high - low) / 17
  const order = values.map((value, k) => ({ value, k })).sort((a, b) => a.value - b.value)
  const placed: number[] = []
  let floor = -Infinity
  for (const { value, k } of order) {
    floor = Math.max(value, floor + line)
    placed[k] = floor
  }
  return placed
}
