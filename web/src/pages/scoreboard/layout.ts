/** Forms that the pages of the scoreboard share. */

/** A long table scrolls inside its panel, so that what stands below can be reached; on paper it is whole. */
export const LONG_TABLE = 'not-print:[&_.scrolls]:max-h-[60vh] not-print:[&_.scrolls]:overflow-y-auto'

/** A row of choices above what they choose. */
export const CONTROLS = 'flex flex-wrap items-center gap-x-4 gap-y-2 print:hidden'
