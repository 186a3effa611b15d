// One of the things in a chart that can be walked to, pointed at, and perhaps chosen; at least 24 px to hit.
import type { ReactNode } from 'react'
import { useMark, type MarkSpec } from './frame'

interface MarkProps extends MarkSpec {
  /** the box to hit, in pixels; default 24 x 24 around the mark */
  hit?: { x: number; y: number; width: number; height: number }
  children?: ReactNode
}

export function Mark({ hit, children, ...spec }: MarkProps) {
  const attributes = useMark(spec)
  const box = hit ?? { x: spec.x - 12, y: spec.y - 12, width: 24, height: 24 }
  return (
    <g {...attributes} className={spec.onSelect ? 'cursor-pointer' : undefined}>
      <rect {...box} fill="transparent" />
      {children}
    </g>
  )
}
