// A line that holds each value until the next print.
import { Line, type LineProps } from './Line'

export function Steps(props: Omit<LineProps, 'step'>) {
  return <Line {...props} step />
}
