// The key of forms: a small drawing and its words. Series are labelled at their lines, never here.
import { crossPath } from './Cross'

const FORMS = {
  normal: <rect width={22} y={1} height={10} rx={2} fill="var(--ref)" />,
  forecast: <rect width={22} y={1} height={10} rx={2} fill="var(--yes)" fillOpacity={0.17} />,
  filled: <DotOnBar fill="var(--yes)" tone="var(--yes)" />,
  hollow: <DotOnBar fill="var(--surface)" tone="var(--yes)" />,
  compare: <DotOnBar fill="var(--surface)" tone="var(--ink)" dash="3 2" />,
  few: <path d={crossPath(11, 6, 3.5)} fill="none" stroke="var(--ink-3)" strokeWidth={1.6} />,
  line: <path d="M0 6H22" stroke="var(--ink)" strokeWidth={1.6} />,
  dashed: <path d="M0 6H22" stroke="var(--line-2)" strokeDasharray="3 4" />,
  ring: <circle cx={11} cy={6} r={4.4} fill="none" stroke="var(--breach)" strokeWidth={1.8} />,
  hatch: <path d="M1 12L9 0M7 12L15 0M13 12L21 0" stroke="var(--hatch)" strokeWidth={1.2} />,
  seen: <rect x={4} y={0} width={12} height={12} fill="var(--yes)" fillOpacity={0.3} />,
} as const
const NARROW = new Set<keyof typeof FORMS>(['filled', 'hollow', 'compare', 'few', 'ring', 'seen'])

function DotOnBar({ fill, tone, dash }: { fill: string; tone: string; dash?: string }) {
  return (
    <>
      <path d="M11 -1V13" stroke={tone} strokeWidth={1.6} strokeDasharray={dash} />
      <circle cx={11} cy={6} r={4} fill={fill} stroke={tone} strokeWidth={1.6} />
    </>
  )
}

export function Key({ form, words }: { form: keyof typeof FORMS; words: string }) {
  const broad = NARROW.has(form) ? 14 : 22
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <svg width={broad} height={14} viewBox={`${(22 - broad) / 2} -1 ${broad} 14`} aria-hidden="true">
        {FORMS[form]}
      </svg>
      {words}
    </span>
  )
}
