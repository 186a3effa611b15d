// Before every test file: the words of all pages are there, as they are when a page is shown.
import { loadAreas } from '../words/words'

await loadAreas('explorer', 'lists')
