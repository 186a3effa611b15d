// Rank among past cases of the same kind: a dot on a strip from 0 to 100 with a mark at 50.
interface RankProps {
  /** 0..100; null: not known */
  rank: number | null
  /** the full sentence */
  label: string
  width?: number
}

export function Rank({ rank, label, width = 84 }: RankProps) {
  const at = (n: number) => 4 + (n / 100) * (width - 8)
  return (
    <svg role="img" aria-label={label} width={width} height={16} viewBox={`0 0 ${width} 16`} className="block max-w-full">
      <path d={`M2 8H${width - 2}`} stroke="var(--ref)" strokeWidth={6} />
      <path d={`M${at(50)} 3V13`} stroke="var(--line-2)" />
      {rank !== null && <circle cx={at(rank)} cy={8} r={4.4} fill="var(--ink)" />}
    </svg>
  )
}
