// What a page opens with: its question, and the present answer in a sentence. The frame shows it, or the page where it suits.
import { usePage } from '../app/page'
import { isNamedByVenue } from '../app/pages'
import { Sentence } from './Sentence'

export function Heading() {
  const { title, sentence, page, failure } = usePage()
  return (
    <div data-heading>
      <h1 tabIndex={-1} lang={isNamedByVenue(page) && !failure ? 'en' : undefined}>{title}</h1>
      <Sentence parts={sentence} />
    </div>
  )
}
