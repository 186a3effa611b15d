// Short names for the markets of one event: what all their questions begin with is said once, in the title.
const LEAST = 12 // characters in common below which nothing is gained
const KEPT_WORDS = 2 // before what differs, so that a name still says "above 70" and not "70"

/** The questions without their common beginning: cut after a colon, else some words before the difference. */
export function shortNames(questions: string[]): string[] {
  const first = questions[0] ?? ''
  if (questions.length < 2) return questions
  let same = 0
  while (same < first.length && questions.every((question) => question[same] === first[same])) same += 1
  const common = first.slice(0, first.slice(0, same).lastIndexOf(' ') + 1)
  const colon = common.lastIndexOf(': ') + 2
  const cut = colon > LEAST ? colon : common.split(' ').slice(0, -1 - KEPT_WORDS).join(' ').length + 1
  return cut < LEAST ? questions : questions.map((question) => question.slice(cut))
}
