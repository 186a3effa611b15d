// Paths in pixels. A missing value breaks a path: nothing is drawn over what was not seen.
export type Point = readonly [x: number, y: number | null]

const short = (n: number) => String(Math.round(n * 100) / 100)

/** Points grouped into runs without a hole; a hole is a null value, or a place named by `breaks` between two points. */
export function runs(points: readonly Point[], breaks: readonly (readonly [number, number])[] = []): (readonly [number, number])[][] {
  const found: (readonly [number, number])[][] = []
  let run: (readonly [number, number])[] = []
  let last: number | null = null
  for (const [x, y] of points) {
    const before = last
    const broken = before !== null && breaks.some(([from, to]) => before <= from && x >= to)
    if ((y === null || broken) && run.length) {
      found.push(run)
      run = []
    }
    if (y !== null) run.push([x, y])
    last = x
  }
  if (run.length) found.push(run)
  return found
}

/** A straight path through a run of pixels. */
export const straight = (run: readonly (readonly [number, number])[]) => run.map(([x, y], k) => `${k ? 'L' : 'M'}${short(x)} ${short(y)}`).join('')

/** A stepped path: a value holds until the next one comes. */
export const stepped = (run: readonly (readonly [number, number])[]) =>
  run.map(([x, y], k) => (k ? `H${short(x)}V${short(y)}` : `M${short(x)} ${short(y)}`)).join('')

/** The outline of an area between two edges. */
export const area = (low: readonly (readonly [number, number])[], high: readonly (readonly [number, number])[]) =>
  `${straight(low)}${straight([...high].reverse()).replace('M', 'L')}Z`
