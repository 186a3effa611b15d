"""The prose of docs/bands.md: what a band says, how it is made, what it cannot say. Figures are in band_page.py."""

# ruff: noqa: E501  (prose)

HEAD = """# Bands: the range in which a price should stay

Written by `tests/recorded/test_band_figures.py`, which fails when a figure here is no longer true.

## What a band says

For a market, a moment and a horizon a band is a list of quantiles of the price to come: `q10`, `q50`, `q90`, or any others. "The 80 %
band of the next hour is .41 to .47" says: of such bands a tenth of the prices end below, a tenth above. It speaks of the price at the end
of the horizon, not of every moment until then; of a market that is still quoted then; and of the price, not of the outcome.

The middle of a band is the last price. A price is close to a martingale: no method here or elsewhere beats the last middle of the quote as a
forecast, and one that seems to is wrong until shown otherwise. What a band can know is the width, the tails, the asymmetry near 0 and 1, and the
chance that nothing changes.

![a band of the default method on a made-up price](pictures/bands-fan.svg)

## How it is made

**Scale times shape.** The band is p + s z. The scale s is the expected size of the change; z are quantiles of changes divided by their scale, pooled
over all markets in buckets of distance to the nearer boundary and relative scale, mirrored above one half, taken from the nearest
bucket's parent where a bucket is thin. No scale is more than twice sqrt(p (1 - p)) or less than that of a shorter horizon, and no quantile leaves 0..1. For series
without quotes, of which there were few to learn from, the logarithm of a fitted scale an hour ahead and more is averaged with that of the EWMA.

| method | scale | needs |
|---|---|---|
| `ewma` | root of h times the EWMA of squared changes; Gaussian, no shape | nothing |
| `fhs` | that of `ewma`, with the pooled shape | a JSON file |
| `har` | log-linear in volatilities at several half-lives, shares of no change, ranges, spread, distance to 0 or 1, hour, hours to the scheduled end, share of the horizon before it | a JSON file |
| `learned` | 150 trees over the same features and the horizon, corrected by the log-linear model | a JSON file; LightGBM only to train |
| `kalman`, `rolling_quantile` | local level; quantiles of overlapping changes | nothing |

**The scheduled end** is the announced one where the market has one, else the end of the day in New York that a name such as
`nba-mem-nop-2026-01-30` states. Both are known beforehand. From six hours on it decides more than the learner.

**The shape has an atom.** Most prices do not change within five minutes, many not within an hour. The shape keeps the chance to end exactly at
the last price, and the chance to end below it.

**Refit** (`conformal`). Every midnight UTC the coefficients take one scoring step on outcomes known by then, held back by the information they were
fitted with, and the shapes add the day's changes to what was shipped; families of markets apart. What was shipped counts as 200 effective rows (in a shape
as 400 per bucket).

**Online correction** (`conformal`). Each market and horizon multiplies its distances to the last price by exp(theta), one theta per side, moved
after each outcome by .05 (miss - .10) and held within -1.5 to 1.5. An outcome is used once its horizon has passed, never before. An unchanged price
counts as a miss by chance, with the probability that its randomised place in the atom lies in the tail: a plain count would shrink bands of quiet
markets to nothing. An edge at 0 or 1 is not moved inwards.

`raw` is the shipped model alone.

This is what `credence forecast --origins` does, and what the figures below judge. The five-minute cycle keeps the shipped model and corrects it otherwise: by
segment (split conformal, asymmetric, exact order statistic, with back-off and day-decayed weights), fitted on the lake's own past, then market by market as above.
Its rows carry `band_calibration` raw or conformal; how they kept their word, out of sample, is in `credence show coverage-of-bands`, and not on this page.
"""

DEFAULT = """## Which method is the default, and why

`{default}`. It needs numpy only, and its intervals against the tier below decide, with both corrections on:
"""
DEFAULT_END = """Where the list says "worse", the tier loses on that set: a loss is printed rather than averaged away. `learned` ships beside the default (`--method
learned`) and is not it: hardly an interval speaks for it, and those on the set that nothing was fitted on speak against it."""

FIGURES = """Judged are events that no model was fitted on and that lie later in time: events that a hash of the name kept from training, or that began
after the last label was learned. An origin is an hour's step with a price of its own and at least twelve changes in the last day (three days on the
hourly grid). Headline: prices from .02 to .98. A row weighs min(1, 50 / rows of its event). Skill is 1 - loss / loss of the reference
on the same rows; the loss is the mean pinball of the levels .1, .5, .9; brackets hold the middle 95 % of 1,000 resamples of events. A row without a price
at the target is not scored; the share stands below.
"""
HEADLINE = """`closed`: outcomes in [q10, q90]; `open`: strictly between; `of changed`: closed coverage of the outcomes that moved, where more than half
did not. `below`, `above`: misses of each side, randomised at no change where the method knows that chance (.10 is right). `closed 98 %`: outcomes in
[q01, q99]. `would be limited`: bands that the service's limits of width (.02 to .60) would change; here none is applied.
"""
GOALS = """Set before anything was measured here, from what compact methods had reached on another cut of the same recordings (of `clob` it had a third as many
markets, and the EWMA itself did better there against the users' band). The point value has to reach them. "Upper end of the interval" at least 0: not
significantly worse than the EWMA. A segment-week keeps its word if both sides' randomised misses lie in .10 +- (.02 + 2.6 standard errors by event).
"""
TIER_WORDS = """Skill with the lower tier as the reference; `fhs`, `har` and `learned` conformal.
"""
SEGMENTS = """Conformal. The range is that of the last hour (six hours on the hourly grid); "ended" means that the last recorded price lies within .05 of
0 or 1. Segments with fewer than 20 events are left out.
"""
WEEKS = """Segments of price and of range, disjoint weeks (from Thursday, UTC). With few events in a segment-week the error by event is not known either: a rate of 0
from three rows has error 0 and fails. The columns beside leave those out.
"""
FLAWED_WORDS = """Skill against the EWMA of changes, all three negative: bands as published tools make them (`credence.lab.flawed_bands`). The centre lags, the logit
of a price near 0 moves by many units with one tick, and a horizon multiplies the wrong variance. Some cover well: too wide and beside the point cancel in
coverage, not in pinball or Winkler.
"""
CAN_SAY = """## What bands can and cannot say

- **Not the direction.** The middle is the last price, always.
- **Not the jump to the outcome.** A goal in the last minute moves a price by half of its range in one step. Bands hold for markets that go on being quoted; the share without a price
  at the target is largest where it matters: a day ahead most sports markets have ended. What came of those is in no figure of this page.
- **Unchanged prices make coverage coarse.** Where most outcomes equal the last price, closed coverage of any band that touches it lies far above .80,
  and open coverage far below; neither can be .80. There the randomised misses, the coverage of changed outcomes, pinball and Winkler tell.
- **A breach is no news by itself.** One outcome in five lies outside by definition. Whether a price that left its band stays away is another question, which
  no figure here answers.
- **One summer of one venue.** `us` is nearly all sports, recorded in July and August of 2026 with whole days missing. Intervals are by event and know nothing of other seasons.
- **`clob` is a sanity set**: few judged markets over ten days, chosen because they had resolved. Without quotes or an announced end.
  How far its scale is drawn back to the EWMA from an hour on (halfway), and how fast a model follows its own outcomes, were chosen
  with judged events of all three sets in view: the figures flatter these choices a little.
- **`weather` was never trained on**, which makes it the fairest set and the hardest for a raw model: what the raw and the conformal
  rows differ by is what a lake of its own kind teaches within weeks.
- **Not a path.** The scale never shrinks with the horizon, but shapes and corrections are learned for each horizon apart: now and then the band of an hour is
  narrower than that of half an hour. How often stands in the second table.
- **Width has limits in the service.** Answers of `POST /tsfm/forecast` are at least .02 and at most .60 wide ([forecast](forecast.md)); that holds quiet
  prices whatever the method is worth, so it is never applied where figures are made.
"""
CARD = """## Model card
"""
CARD_END = """Fitted numbers and this description, no row of the data. Events are split by crc32(event) % 8: six eighths are learned from (`learned`: five for the
trees, the sixth for their correction and the shapes), two are never seen. Labels end at the moment above. Rows of an event count at most 50 in all; series
with quotes are also read without them, without the schedule, and on coarser grids, so that a market that lacks these finds a model.
`weather` serves for judging only.

```
credence train bands --recorded DIR --method all --out models   # the shipped files again: the same data give the same versions
credence train bands --method har --out models                  # on the own lake
credence forecast --series prices.csv --model models/har.json
```

Training took 14 s (`fhs`), 41 s (`har`) and 93 s (`learned`) on two busy cores after 10 to 15 s of reading, 1.8 GB at the peak; the files are
evaluated without LightGBM.

Meant for: saying which range of a price is normal. Not meant for: betting, or saying how a market will end. Known weak points are under "not reached"
above; the most important ones are markets without quotes six hours ahead and more, and the last hours of an event.
"""
