// Values that columns can take, in the order in which choices offer them.
export const STATUS = ['ACTIVE', 'RESOLVED', 'VOID', 'UNRESOLVED']
export const LIQUIDITY = ['HIGH', 'MID', 'LOW', 'UNKNOWN']
export const CATEGORIES = ['crypto', 'culture', 'economy', 'politics', 'science', 'sports', 'weather', 'other']
export const VENUES = ['polymarket', 'polymarket_us', 'world']
