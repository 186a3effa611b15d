// Written by `npm run types` from the API's document; change the API, not this file.
export interface paths {
    "/bands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Bands
         * @description Ranges in which prices should stay, newest first: as the model said (raw), and corrected by what came of it (conformal).
         */
        get: operations["read_bands_bands_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bands/breaches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Breaches
         * @description Bands that prices left, newest first. One in five is to be expected: a breach alone is no alert.
         */
        get: operations["read_breaches_bands_breaches_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bands/coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Coverage
         * @description How bands have kept their word, on what came after the fit that corrected them: .80 inside is what they promise.
         */
        get: operations["read_coverage_bands_coverage_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Coverage
         * @description The ledger, newest run first: how much was expected, how much came. `meta.by_status` counts it.
         */
        get: operations["read_coverage_coverage_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Docs
         * @description The first page of the manual, and a list of all.
         */
        get: operations["read_docs_docs_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Docs Page
         * @description One page of the manual; `words` explains the words that are used everywhere, `api` the addresses.
         */
        get: operations["read_docs_page_docs__name__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/embed/{panel}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Embed
         * @description One panel to be framed elsewhere: reliability, cells, panel, attrition, or price with `market_id`.
         */
        get: operations["read_embed_embed__panel__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Events
         * @description Events with what their prices add up to, or by how much they break an order of implication.
         */
        get: operations["list_events_events_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{event_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Event
         * @description One event: its markets in the order of implication, what implies what, and the sum of its prices by the hour.
         */
        get: operations["read_event_events__event_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Health
         * @description Status, version, kind of lake and its newest run. 200 as long as the server answers.
         */
        get: operations["read_health_health_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/how": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read How
         * @description How the answer at an address is computed: definition, formula, filters, SQL that gives its headline figure, tables.
         */
        get: operations["read_how_how_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/markets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Markets
         * @description Markets as last known, each with its newest price, usual range, trust, recalibrated price and money.
         *
         *     Sorted by any column: unknown values come last, equal ones in the order of market_id.
         */
        get: operations["list_markets_markets_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/markets/{market_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Market
         * @description One market: registry, event, outcome, names, changes, cutoffs, what is said of it now, and what was not seen of it.
         *
         *     `market_id` may be any name of it: Gamma's id, condition id, token id or slug.
         */
        get: operations["read_market_markets__market_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/markets/{market_id}/bands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Bands Of Market
         * @description The bands of one market, newest first. `market_id` may be any name of it.
         */
        get: operations["read_bands_of_market_markets__market_id__bands_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/markets/{market_id}/features": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Features
         * @description How one market moved, by the hour. `market_id` may be any name of it.
         */
        get: operations["read_features_markets__market_id__features_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/markets/{market_id}/price.svg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Price Picture
         * @description The price of a market over its last week, and its newest normal range ahead.
         */
        get: operations["read_price_picture_markets__market_id__price_svg_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/markets/{market_id}/prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Prices
         * @description Prices of one market in the order of time, from `since` up to but without `until`; with `points` all of them, thinned.
         */
        get: operations["read_prices_markets__market_id__prices_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Metrics
         * @description Counters of this server and gauges of its lake, as Prometheus reads them.
         */
        get: operations["read_metrics_metrics_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oembed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Oembed
         * @description How a page of ours is put into another: oEmbed 1.0, for pages that have a panel to embed.
         */
        get: operations["read_oembed_oembed_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Runs
         * @description Runs, newest first, each with its duration in seconds, its counts and its error.
         */
        get: operations["list_runs_ops_runs_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/runs/{run_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Run
         * @description One run with its steps, and where its manifest lies below the lake's root.
         */
        get: operations["read_run_ops_runs__run_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Overview
         * @description What can be believed today, what moved, what was not seen, and what has changed since the run before.
         */
        get: operations["read_overview_overview_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/recalibrated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Recalibrated
         * @description What each price would have to say to come true, with its interval; or that recalibration does not help here.
         */
        get: operations["read_recalibrated_recalibrated_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/recalibrated/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Evidence
         * @description Whether recalibration has helped, cell by cell: the walk-forward gain with the wider of two intervals.
         */
        get: operations["read_evidence_recalibrated_evidence_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scoreboard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Scoreboard
         * @description Scores of prices by venue, category, liquidity, horizon and anchor; `all` in a column is its total.
         *
         *     Brier: 0 is perfect, 0.25 is a coin. Groups with too few events have no score and say so in `note`.
         */
        get: operations["read_scoreboard_scoreboard_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scoreboard/attrition": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Attrition
         * @description From listed markets to scored prices, with the share of YES at each step; and the figures if labels were read otherwise.
         */
        get: operations["read_attrition_scoreboard_attrition_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scoreboard/cell": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Cell
         * @description Everything known of one cell: counts, figures with intervals by event and by week, the reliability diagram, the verdict.
         */
        get: operations["read_cell_scoreboard_cell_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scoreboard/cells": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Cells
         * @description Category by horizon: slopes raw and shrunk, and which cells differ after control of false discoveries.
         */
        get: operations["read_cells_scoreboard_cells_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scoreboard/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Changes
         * @description Why a figure moved between two runs: code or rules, corrected labels, new data.
         */
        get: operations["read_changes_scoreboard_changes_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scoreboard/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Comparison
         * @description Are two groups calibrated differently: the difference, its interval, whether it survives, what could have been seen.
         */
        get: operations["read_comparison_scoreboard_compare_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scoreboard/explorer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Explorer
         * @description All panels of one state of the filters: head figures, reliability, discrimination, scores, facets, and a second set
         *     beside it.
         *
         *     A facet leaves its own filter aside. Parameters with `b.` before them are a second set: what is not given is as in the first.
         */
        get: operations["read_explorer_scoreboard_explorer_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scoreboard/explorer/context": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Context
         * @description Brier by time left, of the same markets and of all; and the slope of every category at every horizon.
         *
         *     It takes what /scoreboard/explorer takes, and is about the first set.
         */
        get: operations["read_context_scoreboard_explorer_context_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scoreboard/facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Facets
         * @description The headline figures of every value of a dimension.
         */
        get: operations["read_facets_scoreboard_facets_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scoreboard/monitor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Monitor
         * @description Has a segment stopped being calibrated? Evidence that stays valid however often one looks.
         */
        get: operations["read_monitor_scoreboard_monitor_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scoreboard/panel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Panel
         * @description The balanced panel: the same markets at every horizon, with and without those that had ended; the survivors beside it.
         */
        get: operations["read_panel_scoreboard_panel_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/scoreboard/reliability.svg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Picture
         * @description The reliability diagram of a cell as a picture.
         */
        get: operations["read_picture_scoreboard_reliability_svg_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Search
         * @description Markets whose question, slug or ids hold every word, the closest first.
         */
        get: operations["read_search_search_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Stream
         * @description New versions of the lake as server-sent events: `lake` for each, `prices` for every market that is listened to.
         *
         *     `topics` are `lake` and `prices:MARKET`, with commas between. Where nothing is new, a `beat` comes every 15
         *     seconds. Last-Event-ID
         *     resumes: the version that one has is not sent again.
         */
        get: operations["read_stream_stream_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/trust": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Trust
         * @description Trust in prices, 0 to 100, with its parts; a part without data is null, and below .6 of the weights there is no total.
         */
        get: operations["read_trust_trust_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/trust/reliability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Reliability
         * @description The track record of trust itself: how well prices came true by fifth of trust, the test of the trend, the placebo.
         */
        get: operations["read_reliability_trust_reliability_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tsfm/forecast": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Forecast
         * @description Who can forecast here, which methods may be named, and how much may be asked for. The forecast itself takes POST.
         */
        get: operations["read_forecast_tsfm_forecast_get"];
        put?: never;
        /**
         * Forecast
         * @description Quantiles of the price at each step of the horizon, from the prices that are sent.
         *
         *     A built-in method answers unless `model` names another. Where a model fails, is slow, or has too little to go by, the
         *     baseline answers, and `meta` says why. Nothing after `as_of_ts` is accepted; nonsense is refused with its field.
         */
        post: operations["forecast_tsfm_forecast_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tsfm/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Health
         * @description Who can forecast: breaker, degradation and loaded models of each provider, the default method and the baseline.
         */
        get: operations["read_health_tsfm_health_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AtHorizon
         * @description Brier score at one horizon: of one cohort, and of all rows.
         */
        AtHorizon: {
            all: components["schemas"]["Estimate"];
            balanced: components["schemas"]["Estimate"];
            /** Horizon */
            horizon: string;
        };
        /**
         * Attrition
         * @description From listed markets to scored prices.
         */
        Attrition: {
            question: components["schemas"]["Question"];
            /** Sensitivity */
            sensitivity: components["schemas"]["Reading"][];
            /** Simulated */
            simulated: boolean;
            /** Steps */
            steps: components["schemas"]["Step"][];
        };
        /**
         * Band
         * @description A range of one hour, and how such ranges have kept their word.
         */
        Band: {
            /** Band Calibration */
            band_calibration: string;
            /**
             * Due At
             * Format: date-time
             */
            due_at: string;
            kept: components["schemas"]["Estimate"];
            /**
             * Made At
             * Format: date-time
             */
            made_at: string;
            /** Method */
            method: string;
            /** Model Id */
            model_id: string;
            /** Q10 */
            q10: number;
            /** Q50 */
            q50: number;
            /** Q90 */
            q90: number;
            /** Stated */
            stated: number;
        };
        /**
         * BandBreach
         * @description One row per band whose horizon has passed and whose price lay outside of it. One band in five should have one.
         */
        BandBreach: {
            /**
             * Band Calibration
             * @description raw or conformal
             */
            band_calibration: string;
            /**
             * Band Ts
             * Format: date-time
             * @description when the band was made
             */
            band_ts: string;
            /**
             * Due At
             * Format: date-time
             * @description time of the observation: band_ts plus the horizon
             */
            due_at: string;
            /**
             * Excess
             * @description distance beyond the edge, in the band's scales
             */
            excess: number | null;
            /**
             * Horizon Steps
             * @description steps ahead
             */
            horizon_steps: number;
            /**
             * Knowable At
             * Format: date-time
             * @description ts
             */
            knowable_at: string;
            /**
             * Market Id
             * @description the market
             */
            market_id: string;
            /**
             * P
             * @description the price after the horizon
             */
            p: number;
            /**
             * P Before
             * @description the price when the band was made
             */
            p_before: number;
            /**
             * Q10
             * @description lower edge of the band
             */
            q10: number;
            /**
             * Q90
             * @description upper edge of the band
             */
            q90: number;
            /**
             * Side
             * @description below or above
             */
            side: string;
            /**
             * Step Seconds
             * @description length of a step
             */
            step_seconds: number;
            /**
             * Ts
             * Format: date-time
             * @description the cycle that found it
             */
            ts: string;
        };
        /**
         * BandCoverage
         * @description How bands kept their word on hourly origins after the fit that corrected them; an event counts for 50 rows at most.
         */
        BandCoverage: {
            /**
             * Band Calibration
             * @description raw or conformal
             */
            band_calibration: string;
            /**
             * Changed Closed
             * @description closed coverage of those that did; null unless more than half did not
             */
            changed_closed: number | null;
            /**
             * Clamped
             * @description share of bands that were put in order (0..1, no crossing)
             */
            clamped: number | null;
            /**
             * Clock
             * @description replayed
             */
            clock: string;
            /**
             * Closed
             * @description share of outcomes within the band, its edges included; .80 is promised
             */
            closed: number;
            /**
             * Horizon Steps
             * @description steps ahead
             */
            horizon_steps: number;
            /**
             * Knowable At
             * Format: date-time
             * @description the as_of for which it was made
             */
            knowable_at: string;
            /**
             * Method
             * @description whose bands
             */
            method: string;
            /**
             * Miss Above
             * @description share above
             */
            miss_above: number;
            /**
             * Miss Above Se
             * @description its standard error by event
             */
            miss_above_se: number | null;
            /**
             * Miss Below
             * @description share below, unmoved prices by their randomised place; .10 is promised
             */
            miss_below: number;
            /**
             * Miss Below Se
             * @description its standard error by event
             */
            miss_below_se: number | null;
            /**
             * Model Id
             * @description model and version
             */
            model_id: string;
            /**
             * N
             * @description bands with an outcome
             */
            n: number;
            /**
             * N Effective
             * @description summed weights
             */
            n_effective: number;
            /**
             * N Events
             * @description events they belong to
             */
            n_events: number;
            /**
             * N Missing
             * @description bands whose horizon has passed without a price: not judged
             */
            n_missing: number;
            /**
             * Open
             * @description the same without its edges: most prices do not move, and the last price is often an edge
             */
            open: number;
            /**
             * Pinball
             * @description mean pinball loss of q10, q50 and q90; smaller is better
             */
            pinball: number;
            /**
             * Segment
             * @description its value
             */
            segment: string;
            /**
             * Segment By
             * @description all, range_1h, distance (to 0 or 1), category or day
             */
            segment_by: string;
            /**
             * Simulated
             * @description true for made-up markets
             */
            simulated: boolean;
            /**
             * Since
             * Format: date-time
             * @description first origin
             */
            since: string;
            /**
             * Step Seconds
             * @description length of a step
             */
            step_seconds: number;
            /**
             * Unchanged
             * @description share of prices that did not move
             */
            unchanged: number;
            /**
             * Until
             * Format: date-time
             * @description last origin
             */
            until: string;
            /**
             * Width
             * @description mean width
             */
            width: number;
            /**
             * Winkler
             * @description interval score at 80 %; smaller is better
             */
            winkler: number;
            /**
             * Without Masses
             * @description bands judged by their edges alone
             */
            without_masses: number;
        };
        /**
         * Bar
         * @description Rows by score.
         */
        Bar: {
            /** High */
            high: number;
            /** Low */
            low: number;
            /** N */
            n: number;
        };
        /**
         * Believable
         * @description A category: how its prices have come true, and how many markets of it are open.
         */
        Believable: {
            /** Category */
            category: string;
            /** Open */
            open: number;
            slope: components["schemas"]["Estimate"];
            /**
             * Verdict
             * @description fair, timid, bold, open, too few or outcome visible
             */
            verdict: string;
        };
        /**
         * BinRow
         * @description A market of the chosen bin.
         */
        BinRow: {
            /** Brier */
            brier: number;
            /** Category */
            category: string;
            /** Liquidity Bucket */
            liquidity_bucket: string;
            /** Market Id */
            market_id: string;
            /** P Yes */
            p_yes: number;
            /** Question */
            question: string | null;
            /** Resolved Yes */
            resolved_yes: number;
        };
        /**
         * Cell
         * @description Everything known of one cell.
         */
        Cell: {
            /**
             * Bootstrap
             * @description with draws: intervals from events drawn again
             */
            bootstrap: {
                [key: string]: unknown;
            } | null;
            counts: components["schemas"]["Fates"];
            diagram: components["schemas"]["MassDiagram"] | null;
            discrimination: components["schemas"]["Discrimination"] | null;
            favourite_side: components["schemas"]["FavouriteSide"] | null;
            figures: components["schemas"]["Figures"] | null;
            /**
             * Null
             * @description with draws: MCB and ECE beside those of calibrated prices
             */
            null: {
                [key: string]: unknown;
            } | null;
            /** Outcome Visible */
            outcome_visible: boolean;
            /** Prices */
            prices: {
                [key: string]: string | {
                    [key: string]: number | components["schemas"]["Headline"];
                };
            };
            question: components["schemas"]["Question"];
            /** Simulated */
            simulated: boolean;
            spread: components["schemas"]["Spread"] | null;
            verdict: components["schemas"]["Verdict"];
            /** Weightings */
            weightings: {
                [key: string]: components["schemas"]["Headline"] | string | null;
            };
            whole_events: components["schemas"]["WholeEvents"];
        };
        /**
         * CellRow
         * @description One category at one horizon.
         */
        CellRow: {
            brier: components["schemas"]["Interval"] | null;
            /** Category */
            category: string;
            /** Differs */
            differs: boolean | null;
            /** Differs Bh */
            differs_bh: boolean | null;
            /**
             * Effective Events
             * @default null
             */
            effective_events?: number | null;
            /** Enough */
            enough: boolean;
            /** Horizon */
            horizon: string;
            in_the_large: components["schemas"]["Interval"] | null;
            /** @default null */
            in_the_large_shrunk?: components["schemas"]["Shrunk"] | null;
            log_loss: components["schemas"]["Interval"] | null;
            /** Mcb */
            mcb: number | null;
            /** N */
            n: number;
            /** N Events */
            n_events: number;
            /**
             * N Weeks
             * @default null
             */
            n_weeks?: number | null;
            /** Outcome Visible */
            outcome_visible: boolean;
            /** P Value */
            p_value: number | null;
            /** Reason */
            reason: string;
            skill: components["schemas"]["Interval"] | null;
            slope: components["schemas"]["Interval"] | null;
            /** @default null */
            slope_shrunk?: components["schemas"]["Shrunk"] | null;
        };
        /**
         * Cells
         * @description Category by horizon.
         */
        Cells: {
            /** Cells */
            cells: components["schemas"]["CellRow"][];
            /** Judged */
            judged: number;
            /** Pooled */
            pooled: {
                [key: string]: components["schemas"]["Pooled"] | null;
            };
            /** Q */
            q: number;
            question: components["schemas"]["Question"];
            /** Rule */
            rule: string;
            /** Simulated */
            simulated: boolean;
            /** Test */
            test: string;
        };
        /**
         * Changes
         * @description Why a figure moved between two runs.
         */
        Changes: {
            /** After */
            after: string;
            /** As Of */
            as_of: (string | null)[];
            /** Before */
            before: string;
            /** Cell */
            cell: {
                [key: string]: string;
            };
            /** Figures */
            figures: {
                [key: string]: components["schemas"]["Moved"];
            };
            /** Made Differently */
            made_differently: string[];
            /** Rows */
            rows: {
                [key: string]: number;
            };
        };
        /**
         * ChosenBin
         * @description The markets of one bin, the first fifty.
         */
        ChosenBin: {
            /** Events */
            events: number;
            /** High */
            high: number;
            /** Index */
            index: number;
            /** Low */
            low: number;
            /** Markets */
            markets: number;
            /** Rows */
            rows: components["schemas"]["BinRow"][];
        };
        /**
         * Coherence
         * @description How the prices fit together now.
         */
        Coherence: {
            /** Age Seconds */
            age_seconds: number | null;
            /** Gap */
            gap: number | null;
            /**
             * Holds
             * @description whether the order of implication is kept; null for sums, and where nothing is open
             */
            holds: boolean | null;
            /**
             * Kind
             * @description sum, threshold, deadline or none
             */
            kind: string;
            /** N Markets */
            n_markets: number;
            /** N Seen */
            n_seen: number;
            /** Open */
            open: boolean;
            /** Sum */
            sum: number | null;
        };
        /**
         * Commands
         * @description How to ask again.
         */
        Commands: {
            /** Bibtex */
            bibtex: string;
            /** Cli */
            cli: string | null;
            /** Curl */
            curl: string;
            /** Python */
            python: string;
        };
        /**
         * Comparison
         * @description Are two groups calibrated differently?
         */
        Comparison: {
            /** Differences */
            differences: {
                [key: string]: components["schemas"]["Difference"];
            } | null;
            question: components["schemas"]["Question"];
            /** Rows */
            rows: number;
            /** Scored */
            scored: number;
            /** Sides */
            sides: components["schemas"]["Side"][];
            /** Simulated */
            simulated: boolean;
            survives: components["schemas"]["Survives"] | null;
            verdict: components["schemas"]["Verdict"];
            /** With Bucket */
            with_bucket: number;
        };
        /**
         * Context
         * @description The same question at every horizon and in every category.
         */
        Context: {
            cells: components["schemas"]["SlopeCells"];
            /** Horizons */
            horizons: components["schemas"]["AtHorizon"][];
            question: components["schemas"]["Question"];
        };
        /**
         * Corp
         * @description score = mcb - dsc + unc.
         */
        Corp: {
            /** Dsc */
            dsc: number;
            /** Mcb */
            mcb: number;
            /** Unc */
            unc: number;
        };
        /**
         * Coverage
         * @description One row per thing that a run asked for: how much was expected, how much came.
         */
        Coverage: {
            /**
             * Detail
             * @description in words, with the counts of retries and faults
             */
            detail: string;
            /**
             * Expected
             * @description how many there should be, by an independent count; null where none exists
             */
            expected: number | null;
            /**
             * Received
             * @description how many came
             */
            received: number | null;
            /**
             * Run Id
             * @description the run
             */
            run_id: string;
            /**
             * Scope
             * @description what we asked for
             */
            scope: string;
            /**
             * Since
             * @description start of the window it speaks of
             */
            since: string | null;
            /**
             * Source
             * @description whom we asked
             */
            source: string;
            /**
             * Status
             * @description complete, truncated, unverified, stale, gap or fallback
             */
            status: string;
            /**
             * Until
             * @description end of the window it speaks of
             */
            until: string | null;
        };
        /**
         * CoverageUsed
         * @description What the newest run was sent of what it expected.
         */
        CoverageUsed: {
            /** Expected */
            expected: number | null;
            /** Gaps */
            gaps: number;
            /** Received */
            received: number | null;
            /** Share */
            share: number | null;
        };
        /**
         * Curve
         * @description The isotonic curve.
         */
        Curve: {
            /** Price */
            price: number[];
            /** Share Yes */
            share_yes: number[];
        };
        /**
         * Cutoff
         * @description One row per market, horizon and anchor (several for `daily`). Nothing in it is later than its moment, save the label.
         */
        Cutoff: {
            /**
             * Age Seconds
             * @description cutoff_at - price_ts
             */
            age_seconds: number | null;
            /**
             * Anchor
             * @description scheduled (known beforehand), close (real end) or game_start
             */
            anchor: string;
            /**
             * Anchor At
             * Format: date-time
             * @description the end it is measured from, as used
             */
            anchor_at: string;
            /**
             * Category
             * @description as in market_registry
             */
            category: string;
            /**
             * Clock
             * @description received where any input was timed by our own clock, else replayed
             */
            clock: string;
            /**
             * Close Source
             * @description for anchor close: last_order, first_proposal, game_end, closing_time or last_observation
             */
            close_source: string | null;
            /**
             * Cohort At
             * Format: date-time
             * @description scheduled end as known at the moment, else the anchor: windows go by it
             */
            cohort_at: string;
            /**
             * Cutoff At
             * Format: date-time
             * @description the moment
             */
            cutoff_at: string;
            /**
             * End Known
             * @description observed, or assumed where the only version was received after the moment
             */
            end_known: string;
            /**
             * Event Id
             * @description event it belongs to
             */
            event_id: string;
            /**
             * Horizon
             * @description 30d, 7d, 48h, 24h, 1h or daily (00:00 UTC)
             */
            horizon: string;
            /**
             * Knowable At
             * Format: date-time
             * @description latest of all inputs, the label included
             */
            knowable_at: string;
            /**
             * Liquidity Bucket
             * @description from what was observed at or before the moment, else UNKNOWN
             */
            liquidity_bucket: string;
            /**
             * Market Id
             * @description the market
             */
            market_id: string;
            /**
             * Market Type
             * @description binary, multi or scalar
             */
            market_type: string;
            /**
             * Outcome Status
             * @description as in outcomes
             */
            outcome_status: string;
            /**
             * P Last
             * @description that price, however old: what the age limit leaves out
             */
            p_last: number | null;
            /**
             * P Yes
             * @description that price; null where none counts
             */
            p_yes: number | null;
            /**
             * Price Source
             * @description connector or drop that brought it
             */
            price_source: string | null;
            /**
             * Price Status
             * @description priced, stale (older than the limit), none, or already_resolved
             */
            price_status: string;
            /**
             * Price Ts
             * @description time of the last price at or before the moment
             */
            price_ts: string | null;
            /**
             * Resolved Yes
             * @description 1 or 0; null unless resolved and scored by default
             */
            resolved_yes: number | null;
            /**
             * Revised
             * @description the scheduled end was moved after the moment
             */
            revised: boolean;
            /**
             * Spread
             * @description its spread, where known
             */
            spread: number | null;
            /**
             * Venue
             * @description where it trades
             */
            venue: string;
        };
        /**
         * Diagram
         * @description Reliability.
         */
        Diagram: {
            band: components["schemas"]["RangeBand"] | null;
            /** Bins */
            bins: components["schemas"]["DiagramBin"][];
            curve: components["schemas"]["Curve"];
        };
        /**
         * DiagramBin
         * @description One of ten equal bins that has a row; it stands at its mean price. Shares are null where it is too few.
         */
        DiagramBin: {
            /** Events */
            events: number;
            /** Few */
            few: boolean;
            /** High */
            high: number;
            /**
             * Index
             * @description 0 .. 9
             */
            index: number;
            /** Low */
            low: number;
            /** N */
            n: number;
            /**
             * Outside
             * @description its interval leaves out the diagonal, and its share the range
             */
            outside: boolean;
            /**
             * Price
             * @description mean price
             */
            price: number;
            /** Range High */
            range_high: number | null;
            /**
             * Range Low
             * @description of the 90 % range of a perfect forecaster with these events
             */
            range_low: number | null;
            /** Share High */
            share_high: number | null;
            /**
             * Share Low
             * @description of the 90 % interval of the share, by event
             */
            share_low: number | null;
            /** Share Yes */
            share_yes: number | null;
        };
        /**
         * Difference
         * @description A difference of two groups, and what could have been seen at all.
         */
        Difference: {
            /** By Unit */
            by_unit: {
                [key: string]: [
                    number | null,
                    number | null
                ];
            };
            /**
             * Detect
             * @default null
             */
            detect?: number | null;
            /** Df */
            df: number | null;
            /** Error */
            error: number | null;
            /**
             * Events Needed
             * @default null
             */
            events_needed?: number | null;
            /**
             * Events Now
             * @default null
             */
            events_now?: number | null;
            /** High */
            high: number | null;
            /** Low */
            low: number | null;
            /** P Value */
            p_value: number | null;
            /**
             * Smallest Detectable
             * @description true difference that would have been seen in four of five cases
             */
            smallest_detectable: number | null;
            /**
             * Unit
             * @description whose interval is wider: event or week
             */
            unit: string;
            /** Value */
            value: number | null;
        };
        /**
         * Discrimination
         * @description The rest of the triptych.
         */
        Discrimination: {
            auc: components["schemas"]["Interval"];
            murphy_curve: components["schemas"]["MurphyCurve"];
            roc: components["schemas"]["Roc"];
        };
        /**
         * DrawnBand
         * @description Where the curve lies if the prices are calibrated.
         */
        DrawnBand: {
            /** High */
            high: number[];
            /** Low */
            low: number[];
            /** Price */
            price: number[];
            /** Simultaneous High */
            simultaneous_high: number[];
            /** Simultaneous Low */
            simultaneous_low: number[];
        };
        /**
         * Ece
         * @description Calibration errors: bins of equal width and mass, the debiased square, and without bins.
         */
        Ece: {
            /** Equal Mass */
            equal_mass: number;
            /** Equal Width */
            equal_width: number;
            /** Root Mean Square */
            root_mean_square: number;
            /** Smooth */
            smooth: number;
            /** Squared Debiased */
            squared_debiased: number | null;
        };
        /**
         * Estimate
         * @description A figure with its interval and what it rests on, or the reason why there is none.
         */
        Estimate: {
            /**
             * Few
             * @description true: nothing is shown, and `reason` says why
             */
            few: boolean;
            /** High */
            high: number | null;
            /**
             * Low
             * @description of the 95 % interval, the wider one of event and week
             */
            low: number | null;
            /**
             * N
             * @description markets
             */
            n: number;
            /**
             * N Events
             * @description events: what counts as independent
             */
            n_events: number;
            /** Reason */
            reason: string;
            /**
             * Unit
             * @description what decided the interval: event or week
             * @default null
             */
            unit?: string | null;
            /**
             * Value
             * @description null where there is too little to say
             */
            value: number | null;
        };
        /**
         * Estimates
         * @description The headline figures.
         */
        Estimates: {
            base_rate: components["schemas"]["Interval"];
            brier: components["schemas"]["Interval"];
            in_the_large: components["schemas"]["Interval"];
            intercept: components["schemas"]["Interval"];
            log_loss: components["schemas"]["Interval"];
            mean_price: components["schemas"]["Interval"];
            skill: components["schemas"]["Interval"];
            slope: components["schemas"]["Interval"];
        };
        /**
         * Event
         * @description One row per event: the unit of independence.
         */
        Event: {
            /**
             * Category
             * @description first match of config/categories.yml over the tags
             */
            category: string;
            /**
             * Category Tags
             * @description tags, lower case
             */
            category_tags: string[];
            /**
             * Clock
             * @description replayed or received
             */
            clock: string;
            /**
             * Event Id
             * @description Gamma's id, venue:key of a drop, or market:<market_id> where a market has no event
             */
            event_id: string;
            /**
             * Knowable At
             * Format: date-time
             * @description when this state was first knowable
             */
            knowable_at: string;
            /**
             * N Markets
             * @description markets known to belong to it
             */
            n_markets: number;
            /**
             * Neg Risk
             * @description its markets are mutually exclusive
             */
            neg_risk: boolean | null;
            /**
             * Origin
             * @description gamma, a drop's name, or market (made for a market without event)
             */
            origin: string;
            /**
             * Simulated
             * @description true for made-up events
             */
            simulated: boolean;
            /**
             * Slug
             * @description name in addresses
             */
            slug: string | null;
            /**
             * Title
             * @description as shown to traders
             */
            title: string | null;
            /**
             * Venue
             * @description where it trades
             */
            venue: string;
        };
        /**
         * EventFacts
         * @description The event, as last known.
         */
        EventFacts: {
            /**
             * Category
             * @default null
             */
            category?: string | null;
            /**
             * Category Tags
             * @default null
             */
            category_tags?: string[] | null;
            /**
             * Clock
             * @default null
             */
            clock?: string | null;
            /** Event Id */
            event_id: string;
            /**
             * Knowable At
             * @default null
             */
            knowable_at?: string | null;
            /** N Markets */
            n_markets: number;
            /**
             * Neg Risk
             * @default null
             */
            neg_risk?: boolean | null;
            /**
             * Origin
             * @default null
             */
            origin?: string | null;
            /**
             * Simulated
             * @default null
             */
            simulated?: boolean | null;
            /**
             * Slug
             * @default null
             */
            slug?: string | null;
            /** Title */
            title: string | null;
            /**
             * Venue
             * @default null
             */
            venue?: string | null;
        };
        /**
         * EventPage
         * @description One event: do its prices fit together?
         */
        EventPage: {
            coherence: components["schemas"]["Coherence"];
            event: components["schemas"]["EventFacts"];
            /** Implications */
            implications: components["schemas"]["Implication"][];
            /** Markets */
            markets: components["schemas"]["Leg"][];
            /** Series */
            series: components["schemas"]["SumAt"][];
        };
        /**
         * EventRow
         * @description An event with what its prices add up to.
         */
        EventRow: {
            /**
             * Age Seconds
             * @description of the oldest price in it
             */
            age_seconds: number | null;
            /**
             * Category
             * @description first match of config/categories.yml over the tags
             */
            category: string | null;
            /**
             * Event Id
             * @description the event
             */
            event_id: string;
            /**
             * Gap
             * @description sum: sum minus 1; else the worst break of the order of implication, above 0 where broken
             */
            gap: number | null;
            /**
             * Kind
             * @description sum, threshold, deadline or none
             */
            kind: string;
            /**
             * N Markets
             * @description markets known
             */
            n_markets: number;
            /**
             * N Open
             * @description of them open
             */
            n_open: number;
            /**
             * N Seen
             * @description of them with a price or an answer
             */
            n_seen: number;
            /**
             * Neg Risk
             * @description its markets are mutually exclusive
             */
            neg_risk: boolean | null;
            /**
             * Slug
             * @description name in addresses
             */
            slug: string | null;
            /**
             * Sum
             * @description of the newest prices, payouts for markets with an answer; null unless all are known
             */
            sum: number | null;
            /**
             * Title
             * @description as shown to traders
             */
            title: string | null;
            /**
             * Venue
             * @description where it trades
             */
            venue: string;
        };
        /**
         * Explorer
         * @description One question with all that is drawn of it.
         */
        Explorer: {
            bin: components["schemas"]["ChosenBin"] | null;
            compare: components["schemas"]["SecondSide"] | null;
            counts: components["schemas"]["Fates"];
            diagram: components["schemas"]["Diagram"] | null;
            discrimination: components["schemas"]["ToldApart"] | null;
            /** Facets */
            facets: components["schemas"]["Facet"][];
            figures: components["schemas"]["Figures"] | null;
            /** Outcome Visible */
            outcome_visible: boolean;
            question: components["schemas"]["Question"];
            scores: components["schemas"]["Scores"] | null;
            /** Simulated */
            simulated: boolean;
            /** Strip */
            strip: components["schemas"]["HeadFigure"][];
            verdict: components["schemas"]["Verdict"];
        };
        /**
         * Facet
         * @description A dimension and how rows spread over it, its own filter left aside.
         */
        Facet: {
            /** Available */
            available: boolean;
            /**
             * Bars
             * @default null
             */
            bars?: components["schemas"]["FacetBar"][] | null;
            /**
             * Kind
             * @enum {string}
             */
            kind: "values" | "range";
            /**
             * Left Out
             * @default null
             */
            left_out?: number | null;
            /** Name */
            name: string;
            /**
             * Reason
             * @default null
             */
            reason?: string | null;
            /**
             * Unit
             * @default null
             */
            unit?: string | null;
            /**
             * Unknown
             * @default null
             */
            unknown?: number | null;
            /**
             * Values
             * @default null
             */
            values?: components["schemas"]["FacetValue"][] | null;
        };
        /**
         * FacetBar
         * @description One part of a range; the last one is open.
         */
        FacetBar: {
            /** Chosen */
            chosen: boolean;
            /** High */
            high: number | null;
            /** Low */
            low: number;
            /** Markets */
            markets: number;
        };
        /**
         * FacetRow
         * @description One value of a dimension.
         */
        FacetRow: {
            /**
             * Age
             * @default null
             */
            age?: string | null;
            /** @default null */
            brier?: components["schemas"]["Interval"] | null;
            /**
             * Category
             * @default null
             */
            category?: string | null;
            /**
             * Duration
             * @default null
             */
            duration?: string | null;
            /**
             * Ends
             * @default null
             */
            ends?: string | null;
            /** @default null */
            in_the_large?: components["schemas"]["Interval"] | null;
            /**
             * Liquidity Bucket
             * @default null
             */
            liquidity_bucket?: string | null;
            /** @default null */
            log_loss?: components["schemas"]["Interval"] | null;
            /** N */
            n: number;
            /** N Events */
            n_events: number;
            /**
             * Price Source
             * @default null
             */
            price_source?: string | null;
            /** Reason */
            reason: string;
            /** Rows */
            rows: number;
            /** @default null */
            skill?: components["schemas"]["Interval"] | null;
            /** @default null */
            slope?: components["schemas"]["Interval"] | null;
            /**
             * Spread
             * @default null
             */
            spread?: string | null;
            /**
             * Venue
             * @default null
             */
            venue?: string | null;
            /**
             * Volume
             * @default null
             */
            volume?: string | null;
        };
        /**
         * FacetValue
         * @description One value: what would be left if it were chosen.
         */
        FacetValue: {
            /** Chosen */
            chosen: boolean;
            /** Events */
            events: number;
            /** Markets */
            markets: number;
            /** Value */
            value: string;
        };
        /**
         * Facets
         * @description The headline figures of every value of a dimension.
         */
        Facets: {
            question: components["schemas"]["Question"];
            /** Rows */
            rows: components["schemas"]["FacetRow"][];
            /** Simulated */
            simulated: boolean;
        };
        /**
         * Failed
         * @description The one shape of all failures.
         */
        Failed: {
            error: components["schemas"]["Mistake"];
        };
        /**
         * Fates
         * @description How many rows were asked for, and what became of them.
         */
        Fates: {
            /** Already Resolved */
            already_resolved: number;
            /** No Price */
            no_price: number;
            /** Priced */
            priced: number;
            /** Rows */
            rows: number;
            /** Stale */
            stale: number;
            /** Stale Yes */
            stale_yes: number;
            /** Unresolved */
            unresolved: number;
            /** Void */
            void: number;
            /** Without Bucket */
            without_bucket: number;
        };
        /**
         * FavouriteSide
         * @description The same rows seen from the side that the price favours.
         */
        FavouriteSide: {
            /** @default null */
            brier?: components["schemas"]["Interval"] | null;
            /** Flipped */
            flipped: number;
            /** @default null */
            in_the_large?: components["schemas"]["Interval"] | null;
            /** @default null */
            log_loss?: components["schemas"]["Interval"] | null;
            /** N */
            n: number;
            /** N Events */
            n_events: number;
            /** Reason */
            reason: string;
            /** @default null */
            skill?: components["schemas"]["Interval"] | null;
            /** @default null */
            slope?: components["schemas"]["Interval"] | null;
            /** Ties */
            ties: number;
        };
        /**
         * Features
         * @description One row per market and whole hour in which something of it became known; all of it known at `ts`.
         */
        Features: {
            /**
             * Change
             * @description price minus that of the market's row before
             */
            change: number | null;
            /**
             * Changes 24H
             * @description changes (pairs of observed prices) in the last 24 h
             */
            changes_24h: number;
            /**
             * Clock
             * @description received from the first input on that was timed by our own clock, else replayed
             */
            clock: string;
            /**
             * Excess Movement
             * @description variance_24h less the fall of p (1 - p) in that time; 0 on average for a fair price
             */
            excess_movement: number | null;
            /**
             * Jump
             * @description at least one jump in the last hour: a change >= .05 and > 4 times the usual size by bipower variation
             */
            jump: boolean;
            /**
             * Jumps 24H
             * @description jumps in the last 24 h
             */
            jumps_24h: number;
            /**
             * Knowable At
             * Format: date-time
             * @description ts
             */
            knowable_at: string;
            /**
             * Liquidity Age Seconds
             * @description ts - newest observation of either
             */
            liquidity_age_seconds: number | null;
            /**
             * Liquidity Bucket
             * @description LOW < 10,000 <= MID < 100,000 <= HIGH on the larger of both, else UNKNOWN
             */
            liquidity_bucket: string;
            /**
             * Logit Return
             * @description change of the log-odds since the row before, prices held half a tick off 0 and 1
             */
            logit_return: number | null;
            /**
             * Market Id
             * @description the market
             */
            market_id: string;
            /**
             * Oi Change
             * @description that interest / the one observed 1 to 3 h before it - 1; null after a day
             */
            oi_change: number | null;
            /**
             * Open Interest
             * @description newest observed open interest
             */
            open_interest: number | null;
            /**
             * P Yes
             * @description newest price
             */
            p_yes: number | null;
            /**
             * Simple Return
             * @description price / that of the row before - 1; null where that was 0
             */
            simple_return: number | null;
            /**
             * Spread
             * @description newest spread; null after a day
             */
            spread: number | null;
            /**
             * Staleness Seconds
             * @description ts - time of the newest price
             */
            staleness_seconds: number | null;
            /**
             * Ts
             * Format: date-time
             * @description the hour's end: the row says what was known then
             */
            ts: string;
            /**
             * Tte Seconds
             * @description scheduled end as then known - ts; negative past it
             */
            tte_seconds: number | null;
            /**
             * Variance 1H
             * @description sum of squared changes of the last hour; null without a change
             */
            variance_1h: number | null;
            /**
             * Variance 24H
             * @description the same over 24 h
             */
            variance_24h: number | null;
            /**
             * Variance 6H
             * @description the same over 6 h
             */
            variance_6h: number | null;
            /**
             * Vol
             * @description standard deviation of the observed changes of the last 24 h; null under 2 changes
             */
            vol: number | null;
            /**
             * Volume 24H
             * @description newest observed 24 h volume
             */
            volume_24h: number | null;
            /**
             * Volume Velocity
             * @description that volume / the mean of those observed in the 7 days before it; null after a day
             */
            volume_velocity: number | null;
            /**
             * Zero Change Share
             * @description share of the changes of the last 24 h that are 0
             */
            zero_change_share: number | null;
        };
        /**
         * Figures
         * @description Everything that is said of a group; from `estimates` on only where there is enough.
         */
        Figures: {
            /** @default null */
            corp?: components["schemas"]["Corp"] | null;
            /** @default null */
            corp_log_loss?: components["schemas"]["Corp"] | null;
            /** @default null */
            ece?: components["schemas"]["Ece"] | null;
            /** Effective Events */
            effective_events: number;
            /** Effective Weeks */
            effective_weeks: number;
            /** Enough */
            enough: boolean;
            /** @default null */
            estimates?: components["schemas"]["Estimates"] | null;
            /** Events No */
            events_no: number;
            /** Events Yes */
            events_yes: number;
            /** Mean P */
            mean_p: number;
            /** @default null */
            murphy?: components["schemas"]["Murphy"] | null;
            /** N */
            n: number;
            /** N Events */
            n_events: number;
            /** N Weeks */
            n_weeks: number;
            /** Reason */
            reason: string;
            /**
             * Refused
             * @default null
             */
            refused?: {
                [key: string]: string;
            } | null;
            share_yes: components["schemas"]["Share"];
            /** @default null */
            tests?: components["schemas"]["Tests"] | null;
        };
        /**
         * ForecastAnswer
         * @description Quantiles of the price at every step of the horizon.
         */
        ForecastAnswer: {
            /**
             * Conformal Last Step
             * @description its last step: level -> price
             */
            conformal_last_step?: {
                [key: string]: number;
            } | null;
            /**
             * Conformal Yhat Q
             * @description the same, corrected for coverage, where learned
             */
            conformal_yhat_q?: {
                [key: string]: number[];
            } | null;
            meta: components["schemas"]["ForecastMeta"];
            /**
             * Yhat Q
             * @description level -> price at each step, 1 to horizon_steps
             */
            yhat_q: {
                [key: string]: number[];
            };
        };
        /**
         * ForecastBand
         * @description The range in which a price should stay: two rows per band, as the model said it and as conformal correction left it.
         */
        ForecastBand: {
            /**
             * Band Calibration
             * @description raw or conformal
             */
            band_calibration: string;
            /**
             * Horizon Steps
             * @description steps ahead
             */
            horizon_steps: number;
            /**
             * Market Id
             * @description the market
             */
            market_id: string;
            /**
             * Method
             * @description TSFM, EWMA, KALMAN, ROLLING_QUANTILE, ...
             */
            method: string;
            /**
             * Model Id
             * @description model and version
             */
            model_id: string;
            /**
             * Q10
             * @description 10 % quantile
             */
            q10: number;
            /**
             * Q50
             * @description median
             */
            q50: number;
            /**
             * Q90
             * @description 90 % quantile
             */
            q90: number;
            /**
             * Step Seconds
             * @description length of a step
             */
            step_seconds: number;
            /**
             * Ts
             * Format: date-time
             * @description when the band was made
             */
            ts: string;
        };
        /**
         * ForecastMeta
         * @description How the answer came about.
         */
        ForecastMeta: {
            /**
             * Asked
             * @description provider and model_name that were asked for
             */
            asked: {
                [key: string]: unknown;
            };
            /** Cache Hit */
            cache_hit: boolean;
            /**
             * Cache Stale
             * @description an older answer to the same question, because a new one failed
             */
            cache_stale: boolean;
            /**
             * Circuit Breaker State
             * @description closed, open or half_open
             */
            circuit_breaker_state: string;
            /**
             * Degradation State
             * @description normal, degraded or baseline-only
             */
            degradation_state: string;
            /** Device */
            device: string;
            /**
             * Fallback Reason
             * @description short_input, low_liquidity, gaps, loading, breaker_open, degraded, baseline_only, overloaded, timeout, unreachable, busy, invalid_answer, refused, no_answer or error
             */
            fallback_reason: string | null;
            /** Fallback Used */
            fallback_used: boolean;
            /**
             * Input Len
             * @description prices that were used
             */
            input_len: number;
            /** Latency Ms */
            latency_ms: number;
            /** Market Id */
            market_id: string;
            /**
             * Mended
             * @description steps at which quantiles were uncrossed, clipped, widened or narrowed
             */
            mended: {
                [key: string]: number;
            };
            /** Method */
            method: string;
            /** Model Id */
            model_id: string;
            /**
             * Model Name
             * @description who answered; after a fallback the baseline
             */
            model_name: string;
            /** Model Version */
            model_version: string;
            /**
             * Runtime
             * @description credence for built-in methods, else the provider
             */
            runtime: string;
            /**
             * Transform
             * @description space and eps in which the model worked
             */
            transform: {
                [key: string]: unknown;
            };
            /** Warnings */
            warnings: string[];
        };
        /**
         * ForecastRequest
         * @description One series up to `as_of_ts`, the horizon, and the wanted quantiles.
         */
        ForecastRequest: {
            /**
             * As Of Ts
             * @description the forecast's only now: UTC seconds, or an ISO time such as 2026-01-31T14:05:00Z
             */
            as_of_ts: number | string;
            /**
             * Freq
             * @description length of a step: a number with s, m, min, h or d
             * @default 5m
             */
            freq?: string;
            /**
             * Horizon Steps
             * @description steps ahead; every one is answered
             * @default 12
             */
            horizon_steps?: number;
            /**
             * Liquidity Bucket
             * @description of the market, if known
             * @default null
             */
            liquidity_bucket?: ("LOW" | "MID" | "HIGH" | "UNKNOWN") | null;
            /**
             * Market Id
             * @description the market; it names the answer, nothing is looked up
             */
            market_id: string;
            /** @description who is asked */
            model?: components["schemas"]["Model"];
            /**
             * Quantiles
             * @description ascending levels strictly between 0 and 1
             */
            quantiles?: number[];
            /**
             * @description null: logit for models elsewhere, built-in methods choose
             * @default null
             */
            transform?: components["schemas"]["Transform"] | null;
            /**
             * X Future
             * @description covariates known ahead: name -> one value per step of the horizon
             * @default null
             */
            x_future?: {
                [key: string]: (number | null)[];
            } | null;
            /**
             * X Past
             * @description covariates known with each price: name -> one value per entry of y
             * @default null
             */
            x_past?: {
                [key: string]: (number | null)[];
            } | null;
            /**
             * Y
             * @description prices, oldest first; null where there was none; without y_ts the last one is at as_of_ts
             */
            y: (number | null)[];
            /**
             * Y Ts
             * @description moments of y, strictly ascending, none after as_of_ts; steps need not be even
             * @default null
             */
            y_ts?: unknown[] | null;
        };
        /**
         * FoundMarket
         * @description A market that fits a search.
         */
        FoundMarket: {
            /**
             * Category
             * @description first match of config/categories.yml over the tags
             */
            category: string;
            /**
             * Event Id
             * @description event it belongs to
             */
            event_id: string;
            /**
             * Liquidity Bucket
             * @description newest observed: LOW, MID, HIGH or UNKNOWN
             */
            liquidity_bucket: string;
            /**
             * Market Id
             * @description the market
             */
            market_id: string;
            /**
             * Price
             * @description newest price of YES up to as_of
             */
            price: number | null;
            /**
             * Price At
             * @description when it was observed
             */
            price_at: string | null;
            /**
             * Question
             * @description as shown to traders
             */
            question: string | null;
            /**
             * Slug
             * @description name in addresses
             */
            slug: string | null;
            /**
             * Status
             * @description ACTIVE, RESOLVED, VOID or UNRESOLVED
             */
            status: string;
        };
        /**
         * Gap
         * @description First minus second set.
         */
        Gap: {
            /** Beyond Chance */
            beyond_chance: boolean;
            estimate: components["schemas"]["Estimate"];
            /**
             * Key
             * @enum {string}
             */
            key: "brier" | "skill" | "mcb" | "slope" | "separation";
        };
        /**
         * GapSeen
         * @description A time of which we have nothing.
         */
        GapSeen: {
            /** Detail */
            detail: string | null;
            /** Since */
            since: string | null;
            /** Source */
            source: string;
            /** Until */
            until: string | null;
        };
        /**
         * GapToRecalibrated
         * @description An open market whose price is far from what it would have to say.
         */
        GapToRecalibrated: {
            /** Category */
            category: string;
            /**
             * Cutoff At
             * Format: date-time
             */
            cutoff_at: string;
            /** Gap */
            gap: number;
            /** High */
            high: number | null;
            /** Low */
            low: number | null;
            /** Market Id */
            market_id: string;
            /**
             * N
             * @description markets behind the verdict, as in /recalibrated/evidence
             */
            n: number;
            /**
             * N Events
             * @description their events: what counts as independent
             */
            n_events: number;
            /** P Recalibrated */
            p_recalibrated: number;
            /** Price */
            price: number;
            /** Question */
            question: string | null;
            /** Verdict */
            verdict: string;
        };
        /** HTTPValidationError */
        HTTPValidationError: {
            /** Detail */
            detail?: components["schemas"]["ValidationError"][];
        };
        /**
         * HeadFigure
         * @description One of the five figures at the head.
         */
        HeadFigure: {
            estimate: components["schemas"]["Estimate"];
            /**
             * Key
             * @enum {string}
             */
            key: "brier" | "skill" | "mcb" | "slope" | "separation";
        };
        /**
         * Headline
         * @description Counts and headline figures of a group; without figures where it is too few.
         */
        Headline: {
            /** @default null */
            brier?: components["schemas"]["Interval"] | null;
            /** @default null */
            in_the_large?: components["schemas"]["Interval"] | null;
            /** @default null */
            log_loss?: components["schemas"]["Interval"] | null;
            /** N */
            n: number;
            /** N Events */
            n_events: number;
            /** Reason */
            reason: string;
            /** @default null */
            skill?: components["schemas"]["Interval"] | null;
            /** @default null */
            slope?: components["schemas"]["Interval"] | null;
        };
        /**
         * How
         * @description How an answer is computed.
         */
        How: {
            /** Address */
            address: string;
            /** As Of */
            as_of: string | null;
            /** Code Version */
            code_version: string;
            commands: components["schemas"]["Commands"];
            coverage: components["schemas"]["CoverageUsed"] | null;
            /** Definition */
            definition: string;
            /** Draws */
            draws: number | null;
            /** Filters */
            filters: string[];
            /** Formula */
            formula: string | null;
            /** Manifest */
            manifest: string | null;
            /** Question */
            question: string;
            /** Reference */
            reference: string | null;
            /** Run Id */
            run_id: string | null;
            /** Seed */
            seed: number | null;
            /** Sql */
            sql: string | null;
            /** Tables */
            tables: components["schemas"]["TableRead"][];
        };
        /**
         * Implication
         * @description If the first comes true, so does the second.
         */
        Implication: {
            /** Broken */
            broken: boolean | null;
            /** Gap */
            gap: number | null;
            /** Implied Market Id */
            implied_market_id: string;
            /** Implied Price */
            implied_price: number | null;
            /** Implied Question */
            implied_question: string | null;
            /** Market Id */
            market_id: string;
            /** Price */
            price: number | null;
            /** Question */
            question: string | null;
            /** Since */
            since: string | null;
        };
        /**
         * Incoherent
         * @description An open event whose prices do not fit together.
         */
        Incoherent: {
            /** Age Seconds */
            age_seconds: number | null;
            /** Event Id */
            event_id: string;
            /** Gap */
            gap: number;
            /** Kind */
            kind: string;
            /** N Markets */
            n_markets: number;
            /** Sum */
            sum: number | null;
            /** Title */
            title: string | null;
        };
        /**
         * Interval
         * @description A figure with its interval, by event and by week; the wider one stands first.
         */
        Interval: {
            /** By Unit */
            by_unit: {
                [key: string]: [
                    number | null,
                    number | null
                ];
            };
            /** Df */
            df: number | null;
            /** Error */
            error: number | null;
            /** High */
            high: number | null;
            /** Low */
            low: number | null;
            /**
             * Unit
             * @description whose interval is wider: event or week
             */
            unit: string;
            /** Value */
            value: number | null;
        };
        /**
         * Leg
         * @description One market of the event, in the order of implication where there is one.
         */
        Leg: {
            /** Ask */
            ask: number | null;
            /** Bid */
            bid: number | null;
            /** End Ts */
            end_ts: string | null;
            /**
             * Implies Next
             * @description whether it is no dearer than the next one, which it implies
             */
            implies_next: boolean | null;
            /** Liquidity Bucket */
            liquidity_bucket: string;
            /** Market Id */
            market_id: string;
            /** Outside Range */
            outside_range: boolean | null;
            /** Payout */
            payout: number | null;
            /** Price */
            price: number | null;
            /** Price Age Seconds */
            price_age_seconds: number | null;
            /** Price At */
            price_at: string | null;
            /** Q10 1H */
            q10_1h: number | null;
            /** Q90 1H */
            q90_1h: number | null;
            /** Question */
            question: string | null;
            /** Resolved At */
            resolved_at: string | null;
            /** Status */
            status: string;
            /**
             * Step
             * @description the number, or the deadline in seconds since 1970, that orders it
             */
            step: number | null;
            /** Trust */
            trust: number | null;
            /**
             * Value
             * @description the payout of a market with an answer, else its price
             */
            value: number | null;
        };
        /**
         * MarketAlias
         * @description Every id under which a market has been seen; sources are joined by condition, then token, then slug.
         */
        MarketAlias: {
            /**
             * Alias
             * @description the id, as the source writes it (condition ids in lower case)
             */
            alias: string;
            /**
             * Kind
             * @description gamma, condition, token, slug or native
             */
            kind: string;
            /**
             * Market Id
             * @description the market that it names now
             */
            market_id: string;
            /**
             * Outcome Index
             * @description for tokens: which outcome the token pays
             */
            outcome_index: number | null;
        };
        /**
         * MarketHistory
         * @description One row per change of a field of a market; the first value counts as a change.
         */
        MarketHistory: {
            /**
             * Clock
             * @description replayed or received
             */
            clock: string;
            /**
             * Field
             * @description name of the changed field, as in market_registry
             */
            field: string;
            /**
             * Knowable At
             * Format: date-time
             * @description when the new value was knowable
             */
            knowable_at: string;
            /**
             * Market Id
             * @description the market
             */
            market_id: string;
            /**
             * Old Value
             * @description value before, as text; null for the first one
             */
            old_value: string | null;
            /**
             * Value
             * @description value from knowable_at on, as text
             */
            value: string | null;
        };
        /**
         * MarketPage
         * @description All that is known of one market.
         */
        MarketPage: {
            /** Aliases */
            aliases: components["schemas"]["MarketAlias"][];
            /** Coverage */
            coverage: components["schemas"]["Coverage"][];
            /** Cutoffs */
            cutoffs: components["schemas"]["Cutoff"][];
            event: components["schemas"]["Event"] | null;
            /** Gaps */
            gaps: components["schemas"]["GapSeen"][];
            /** History */
            history: components["schemas"]["MarketHistory"][];
            market: components["schemas"]["MarketRegistry"];
            outcome: components["schemas"]["Outcome"] | null;
            readings: components["schemas"]["Readings"];
            series: components["schemas"]["SeriesAddresses"] | null;
            /** Snapshots */
            snapshots: components["schemas"]["MarketSnapshot"][];
            trust: components["schemas"]["TrustShown"] | null;
            window: components["schemas"]["ShownWindow"];
        };
        /**
         * MarketRegistry
         * @description One row per market, as last known. Earlier values are in market_history.
         */
        MarketRegistry: {
            /**
             * Category
             * @description first match of config/categories.yml over the event's tags, else the old category, else other
             */
            category: string;
            /**
             * Category Tags
             * @description tags of the event, lower case
             */
            category_tags: string[];
            /**
             * Clock
             * @description replayed: the upstream's own time; received: ours
             */
            clock: string;
            /**
             * Closed At
             * @description when the upstream says it closed
             */
            closed_at: string | null;
            /**
             * Condition Id
             * @description on-chain id of the market, lower-case hex; null where unknown
             */
            condition_id: string | null;
            /**
             * Enableorderbook
             * @description whether the order book was switched on
             */
            enableOrderBook: boolean | null;
            /**
             * End Ts
             * @description scheduled end, as last known; trading may stop earlier or later
             */
            end_ts: string | null;
            /**
             * Event Id
             * @description event it belongs to; markets of one event are not independent
             */
            event_id: string;
            /**
             * Game Start At
             * @description start of the game, where one is known
             */
            game_start_at: string | null;
            /**
             * Knowable At
             * Format: date-time
             * @description when this state was first knowable
             */
            knowable_at: string;
            /**
             * Market Id
             * @description Gamma's id, or condition:, token:, slug: or venue: plus the only id known
             */
            market_id: string;
            /**
             * Neg Risk
             * @description one of several mutually exclusive questions
             */
            neg_risk: boolean | null;
            /**
             * Origin
             * @description what the row comes from: gamma, clob or the name of a drop
             */
            origin: string;
            /**
             * Outcomes
             * @description names of the outcomes, in the order of the payouts
             */
            outcomes: string[];
            /**
             * Protocol Version
             * @description v1 (clobTokenIds) or v2 (positionIds)
             */
            protocol_version: string | null;
            /**
             * Question
             * @description as shown to traders
             */
            question: string | null;
            /**
             * Simulated
             * @description true for made-up markets
             */
            simulated: boolean;
            /**
             * Slug
             * @description name in addresses; can change and be reused
             */
            slug: string | null;
            /**
             * Start Ts
             * @description when trading started
             */
            start_ts: string | null;
            /**
             * Status
             * @description ACTIVE, RESOLVED, VOID or UNRESOLVED
             */
            status: string;
            /**
             * Token Ids
             * @description ids of the outcome tokens (positions under protocol v2), in the order of outcomes
             */
            token_ids: string[];
            /**
             * Venue
             * @description where it trades: polymarket, polymarket_us, world (simulated)
             */
            venue: string;
        };
        /**
         * MarketRow
         * @description A market as last known, with the newest of what is known of it.
         */
        MarketRow: {
            /**
             * Category
             * @description first match of config/categories.yml over the event's tags, else the old category, else other
             */
            category: string;
            /**
             * Category Tags
             * @description tags of the event, lower case
             */
            category_tags: string[];
            /**
             * Clock
             * @description replayed: the upstream's own time; received: ours
             */
            clock: string;
            /**
             * Closed At
             * @description when the upstream says it closed
             */
            closed_at: string | null;
            /**
             * Condition Id
             * @description on-chain id of the market, lower-case hex; null where unknown
             */
            condition_id: string | null;
            /**
             * Enableorderbook
             * @description whether the order book was switched on
             */
            enableOrderBook: boolean | null;
            /**
             * End Ts
             * @description scheduled end, as last known; trading may stop earlier or later
             */
            end_ts: string | null;
            /**
             * Event Id
             * @description event it belongs to; markets of one event are not independent
             */
            event_id: string;
            /**
             * Game Start At
             * @description start of the game, where one is known
             */
            game_start_at: string | null;
            /**
             * Knowable At
             * Format: date-time
             * @description when this state was first knowable
             */
            knowable_at: string;
            /**
             * Liquidity Bucket
             * @description newest observed: LOW, MID, HIGH or UNKNOWN
             */
            liquidity_bucket: string;
            /**
             * Market Id
             * @description Gamma's id, or condition:, token:, slug: or venue: plus the only id known
             */
            market_id: string;
            /**
             * Neg Risk
             * @description one of several mutually exclusive questions
             */
            neg_risk: boolean | null;
            /**
             * Open Interest
             * @description newest known
             */
            open_interest: number | null;
            /**
             * Origin
             * @description what the row comes from: gamma, clob or the name of a drop
             */
            origin: string;
            /**
             * Outcomes
             * @description names of the outcomes, in the order of the payouts
             */
            outcomes: string[];
            /**
             * Outside Range
             * @description whether the price lies outside of it; null without such a band
             */
            outside_range: boolean | null;
            /**
             * P Recalibrated
             * @description newest recalibrated price; null where recalibration does not help
             */
            p_recalibrated: number | null;
            /**
             * Price
             * @description newest price of YES up to as_of
             */
            price: number | null;
            /**
             * Price Age Seconds
             * @description as_of minus that
             */
            price_age_seconds: number | null;
            /**
             * Price At
             * @description when it was observed
             */
            price_at: string | null;
            /**
             * Protocol Version
             * @description v1 (clobTokenIds) or v2 (positionIds)
             */
            protocol_version: string | null;
            /**
             * Q10 1H
             * @description lower end of the band whose hour has passed within the last hour
             */
            q10_1h: number | null;
            /**
             * Q90 1H
             * @description its upper end
             */
            q90_1h: number | null;
            /**
             * Question
             * @description as shown to traders
             */
            question: string | null;
            /**
             * Recalibrated High
             * @description of its interval
             */
            recalibrated_high: number | null;
            /**
             * Recalibrated Low
             * @description of its interval
             */
            recalibrated_low: number | null;
            /**
             * Recalibration Verdict
             * @description helps, or why not
             */
            recalibration_verdict: string | null;
            /**
             * Seen Share
             * @description share of its last 168 hours with a price no older than an hour
             */
            seen_share: number | null;
            /**
             * Simulated
             * @description true for made-up markets
             */
            simulated: boolean;
            /**
             * Slug
             * @description name in addresses; can change and be reused
             */
            slug: string | null;
            /**
             * Start Ts
             * @description when trading started
             */
            start_ts: string | null;
            /**
             * Status
             * @description ACTIVE, RESOLVED, VOID or UNRESOLVED
             */
            status: string;
            /**
             * Token Ids
             * @description ids of the outcome tokens (positions under protocol v2), in the order of outcomes
             */
            token_ids: string[];
            /**
             * Trust
             * @description newest trust
             */
            trust: number | null;
            /**
             * Tte Seconds
             * @description scheduled end minus as_of; negative past it
             */
            tte_seconds: number | null;
            /**
             * Venue
             * @description where it trades: polymarket, polymarket_us, world (simulated)
             */
            venue: string;
            /**
             * Volume 24H
             * @description newest known
             */
            volume_24h: number | null;
        };
        /**
         * MarketSnapshot
         * @description State of a market: one row per observed object version, and one per hour that has a price.
         */
        MarketSnapshot: {
            /**
             * Clock
             * @description replayed or received
             */
            clock: string;
            /**
             * Data Source
             * @description what the row was made of
             */
            data_source: string[];
            /**
             * Event Id
             * @description event it belongs to
             */
            event_id: string;
            /**
             * Knowable At
             * Format: date-time
             * @description when it was knowable
             */
            knowable_at: string;
            /**
             * Liquidity Bucket
             * @description LOW < 10,000 <= MID < 100,000 <= HIGH on max(volume_24h, open_interest); else UNKNOWN
             */
            liquidity_bucket: string;
            /**
             * Market Id
             * @description the market
             */
            market_id: string;
            /**
             * Num Traders Proxy
             * @description distinct wallets seen; null until trades are read
             */
            num_traders_proxy: number | null;
            /**
             * Open Interest
             * @description open interest, where observed
             */
            open_interest: number | null;
            /**
             * P No
             * @description 1 - p_yes
             */
            p_no: number | null;
            /**
             * P Yes
             * @description probability of outcome 0
             */
            p_yes: number | null;
            /**
             * Ts
             * Format: date-time
             * @description moment of the state: the version's time, or the end of the hour
             */
            ts: string;
            /**
             * Tte Seconds
             * @description scheduled end as then known, minus ts; negative past it
             */
            tte_seconds: number | null;
            /**
             * Volume 24H
             * @description traded in the last 24 hours, as the upstream counts it
             */
            volume_24h: number | null;
        };
        /**
         * MassBin
         * @description A bin of equal mass.
         */
        MassBin: {
            /** Effective N */
            effective_n: number;
            /** Events */
            events: number;
            /** High */
            high: number;
            /** Low */
            low: number;
            /** N */
            n: number;
            /** Price */
            price: number;
            /** Share Yes */
            share_yes: number;
            /** Weight */
            weight: number;
        };
        /**
         * MassDiagram
         * @description The reliability diagram in bins of equal mass.
         */
        MassDiagram: {
            band: components["schemas"]["DrawnBand"] | null;
            /** Bins */
            bins: components["schemas"]["MassBin"][];
            curve: components["schemas"]["Curve"];
            /**
             * Histogram
             * @description rows in fifty cells of the price
             */
            histogram: number[];
        };
        /**
         * Meta
         * @description What stands beside every answer.
         */
        Meta: {
            /**
             * As Of
             * @description the run's only now; null before a run has finished
             */
            as_of: string | null;
            /**
             * Lake Version
             * @description changes when any table changes
             */
            lake_version: string;
            /**
             * Run Id
             * @description run that made the data
             */
            run_id: string | null;
            /**
             * Simulated
             * @description made-up data; null for an empty lake
             */
            simulated: boolean | null;
        };
        /**
         * Mistake
         * @description What went wrong, and what to do.
         */
        Mistake: {
            /** Field */
            field?: string | null;
            /** Kind */
            kind: string;
            /** Message */
            message: string;
            /** Next Step */
            next_step: string;
        };
        /**
         * Model
         * @description Who is asked.
         */
        Model: {
            /**
             * Model Name
             * @description as in models.yml; null: the default method
             * @default null
             */
            model_name?: string | null;
            /**
             * Params
             * @description options that the provider knows
             */
            params?: {
                [key: string]: boolean | number | string;
            };
            /**
             * Provider
             * @description credence, chronos or tollama
             * @default credence
             */
            provider?: string;
        };
        /**
         * Monitor
         * @description Has a segment stopped being calibrated?
         */
        Monitor: {
            /** Alpha */
            alpha: number;
            question: components["schemas"]["Question"];
            /** Rows */
            rows: components["schemas"]["Segment"][];
            /** Simulated */
            simulated: boolean;
        };
        /**
         * Moved
         * @description A figure of two runs, and what moved it.
         */
        Moved: {
            /** After */
            after: number | null;
            /** Before */
            before: number | null;
            /** Code */
            code: number | null;
            /** Data */
            data: number | null;
            /** Difference */
            difference: number | null;
            /** Labels */
            labels: number | null;
        };
        /**
         * MovedMarket
         * @description A price that left its range, the newest per market.
         */
        MovedMarket: {
            /** Category */
            category: string;
            /** Excess */
            excess: number;
            /** Liquidity Bucket */
            liquidity_bucket: string;
            /** Market Id */
            market_id: string;
            /** P */
            p: number;
            /** P Before */
            p_before: number;
            /** Q10 */
            q10: number;
            /** Q90 */
            q90: number;
            /** Question */
            question: string | null;
            /** Side */
            side: string;
            /**
             * Ts
             * Format: date-time
             */
            ts: string;
        };
        /**
         * Murphy
         * @description brier = rel - res + unc + wbv - 2 wbc, over ten equal bins.
         */
        Murphy: {
            /** Brier */
            brier: number;
            /** Rel */
            rel: number;
            /** Res */
            res: number;
            /** Unc */
            unc: number;
            /** Wbc */
            wbc: number;
            /** Wbv */
            wbv: number;
        };
        /**
         * MurphyCurve
         * @description Mean elementary score by threshold.
         */
        MurphyCurve: {
            /** Loss */
            loss: number[];
            /** Threshold */
            threshold: number[];
        };
        /**
         * NormalReading
         * @description The range of this hour, which the price can lie outside of; and that of the coming one.
         */
        NormalReading: {
            /** Band Calibration */
            band_calibration: string;
            /**
             * Due At
             * Format: date-time
             */
            due_at: string;
            kept: components["schemas"]["Estimate"];
            /**
             * Made At
             * Format: date-time
             */
            made_at: string;
            /** Method */
            method: string;
            /** Model Id */
            model_id: string;
            next: components["schemas"]["Band"];
            /** Outside */
            outside: boolean | null;
            /** Q10 */
            q10: number;
            /** Q50 */
            q50: number;
            /** Q90 */
            q90: number;
            /**
             * Side
             * @description below or above
             */
            side: string | null;
            /** Stated */
            stated: number;
        };
        /**
         * NotSeen
         * @description What is missing.
         */
        NotSeen: {
            /** Days */
            days: components["schemas"]["SeenDay"][];
            /** Gaps */
            gaps: number;
            /** Stale Markets */
            stale_markets: number;
            /** Truncated */
            truncated: number;
            /** Unlabelled */
            unlabelled: number;
        };
        /**
         * Outcome
         * @description One row per market: its label, with provenance. docs/labels.md has the rules.
         */
        Outcome: {
            /**
             * Backfilled
             * @description learned later than it was knowable
             */
            backfilled: boolean;
            /**
             * Clock
             * @description replayed or received
             */
            clock: string;
            /**
             * Condition Id
             * @description on-chain id of the market
             */
            condition_id: string | null;
            /**
             * Disputed
             * @description the oracle's answer was disputed at least once
             */
            disputed: boolean;
            /**
             * Event Id
             * @description event it belongs to
             */
            event_id: string;
            /**
             * Independent
             * @description someone other than the catalogue says the same
             */
            independent: boolean;
            /**
             * Knowable At
             * Format: date-time
             * @description when the label was knowable; for UNRESOLVED the as_of of the run
             */
            knowable_at: string;
            /**
             * Market Id
             * @description the market
             */
            market_id: string;
            /**
             * Market Type
             * @description binary, multi or scalar; only binary is scored
             */
            market_type: string;
            /**
             * Outcome Index
             * @description the outcome that won; null where none did
             */
            outcome_index: number | null;
            /**
             * Provenance
             * @description payouts, winner, final, inferred or none, in falling order of strength
             */
            provenance: string;
            /**
             * Resolved At
             * @description when the upstream says it was resolved or closed
             */
            resolved_at: string | null;
            /**
             * Rule
             * @description the rule of docs/labels.md that gave the status
             */
            rule: string;
            /**
             * Scored
             * @description whether scores use it by default: binary, resolved, not inferred
             */
            scored: boolean;
            /**
             * Status
             * @description RESOLVED_TRUE, RESOLVED_FALSE, VOID or UNRESOLVED
             */
            status: string;
            /**
             * Venue
             * @description where it trades
             */
            venue: string;
        };
        /**
         * Overview
         * @description What can be believed today, what moved, what was not seen.
         */
        Overview: {
            /** Believable */
            believable: components["schemas"]["Believable"][];
            believable_share: components["schemas"]["Estimate"];
            changes: components["schemas"]["Since"] | null;
            /** Gaps To Recalibrated */
            gaps_to_recalibrated: components["schemas"]["GapToRecalibrated"][];
            /** In Fair Groups */
            in_fair_groups: number;
            /** Incoherent */
            incoherent: components["schemas"]["Incoherent"][];
            /** Moved */
            moved: components["schemas"]["MovedMarket"][];
            not_seen: components["schemas"]["NotSeen"];
            /** Open Markets */
            open_markets: number;
            /** Outside Range */
            outside_range: number;
        };
        /**
         * Panel
         * @description One cohort at several horizons.
         */
        Panel: {
            /** Events */
            events: number;
            /** Horizons */
            horizons: string[];
            /** Members */
            members: number;
            question: components["schemas"]["Question"];
            /** Rows */
            rows: components["schemas"]["PanelRow"][];
            /** Simulated */
            simulated: boolean;
            /** Survivors */
            survivors: number;
            /** Without Answer */
            without_answer: number;
        };
        /**
         * PanelRow
         * @description One horizon of one panel.
         */
        PanelRow: {
            bias: components["schemas"]["Interval"] | null;
            brier: components["schemas"]["Interval"] | null;
            /** Enough */
            enough: boolean;
            /** Horizon */
            horizon: string;
            in_the_large: components["schemas"]["Interval"] | null;
            /** N */
            n: number;
            /** N Already Resolved */
            n_already_resolved: number;
            /** N Events */
            n_events: number;
            /** N Missing */
            n_missing: number;
            /**
             * Panel
             * @description balanced, without_resolved or survivors
             */
            panel: string;
            /** Reason */
            reason: string;
            slope: components["schemas"]["Interval"] | null;
        };
        /**
         * Part
         * @description The difference of slopes under a harder look.
         */
        Part: {
            /**
             * Categories
             * @default null
             */
            categories?: string[] | null;
            /**
             * High
             * @default null
             */
            high?: number | null;
            /**
             * Low
             * @default null
             */
            low?: number | null;
            /** Reason */
            reason: string;
            /**
             * Remains
             * @default null
             */
            remains?: boolean | null;
            /** Value */
            value: number | null;
        };
        /**
         * Pooled
         * @description What the cells were pulled towards.
         */
        Pooled: {
            /** Mean */
            mean: number;
            /** Tau2 */
            tau2: {
                [key: string]: number | null;
            };
        };
        /**
         * Price
         * @description One row per market and observed moment.
         */
        Price: {
            /**
             * Ask
             * @description best ask for outcome 0
             */
            ask: number | null;
            /**
             * Bid
             * @description best bid for outcome 0
             */
            bid: number | null;
            /**
             * Knowable At
             * Format: date-time
             * @description when it was knowable: ts plus the stated delay
             */
            knowable_at: string;
            /**
             * Market Id
             * @description the market
             */
            market_id: string;
            /**
             * P Yes
             * @description probability of outcome 0; null for a one-sided quote
             */
            p_yes: number | null;
            /**
             * Price Kind
             * @description mid (of a quote), trade, or history (an upstream's own series)
             */
            price_kind: string;
            /**
             * Source
             * @description connector or drop that brought it
             */
            source: string;
            /**
             * Spread
             * @description ask - bid, where both are known
             */
            spread: number | null;
            /**
             * Ts
             * Format: date-time
             * @description moment of the observation
             */
            ts: string;
        };
        /**
         * PriceReading
         * @description The newest price, with the bid and the ask where they are known.
         */
        PriceReading: {
            /** Age Seconds */
            age_seconds: number;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** High */
            high: number | null;
            /** Low */
            low: number | null;
            /** Value */
            value: number;
        };
        /**
         * Question
         * @description What was asked: filters, weighting, price, window.
         */
        Question: {
            /**
             * Age
             * @default null
             */
            age?: [
                number | null,
                number | null
            ] | null;
            /** Anchor */
            anchor: string;
            /**
             * By
             * @default null
             */
            by?: string | null;
            /** Category */
            category: string | null;
            /**
             * Compare
             * @default null
             */
            compare?: string[] | null;
            /**
             * Duration
             * @default null
             */
            duration?: [
                number | null,
                number | null
            ] | null;
            /** Ends */
            ends: string | null;
            /**
             * Grace Days
             * @default null
             */
            grace_days?: number | null;
            /** Horizon */
            horizon: string | null;
            /** Liquidity Bucket */
            liquidity_bucket: string | null;
            /** Price */
            price: string;
            /** Price Source */
            price_source: string | null;
            /**
             * Since
             * @default null
             */
            since?: string | null;
            /**
             * Spread
             * @default null
             */
            spread?: [
                number | null,
                number | null
            ] | null;
            /** Tag */
            tag: string | null;
            /** Text */
            text: string | null;
            /**
             * Traders
             * @default null
             */
            traders?: [
                number | null,
                number | null
            ] | null;
            /**
             * Until
             * @description only cohorts that end by then are complete
             * @default null
             */
            until?: string | null;
            /** Venue */
            venue: string | null;
            /**
             * Volume
             * @default null
             */
            volume?: [
                number | null,
                number | null
            ] | null;
            /**
             * Warning
             * @default null
             */
            warning?: string | null;
            /** Weighting */
            weighting: string;
            /** Window */
            window: string | null;
            /**
             * Window By
             * @default null
             */
            window_by?: string | null;
        };
        /**
         * RangeBand
         * @description With draws: where the curve lies if the prices are calibrated.
         */
        RangeBand: {
            /** High */
            high: number[];
            /** Low */
            low: number[];
            /** Price */
            price: number[];
        };
        /**
         * Reading
         * @description The figures if labels were read otherwise.
         */
        Reading: {
            /** Brier */
            brier: number | null;
            /** Labels */
            labels: string;
            /** Mcb */
            mcb: number | null;
            /** Mean P */
            mean_p: number | null;
            /** N */
            n: number | null;
            /** N Events */
            n_events: number | null;
            /** Share Yes */
            share_yes: number | null;
            /** Slope */
            slope: number | null;
        };
        /**
         * Readings
         * @description What is said of the market now, side by side.
         */
        Readings: {
            normal: components["schemas"]["NormalReading"] | null;
            price: components["schemas"]["PriceReading"] | null;
            recalibrated: components["schemas"]["RecalibratedReading"] | null;
        };
        /**
         * RecalibratedPrice
         * @description A row of recalibrated as readers get it: without the recalibrated price where it does not help, with the reason.
         */
        RecalibratedPrice: {
            /**
             * Anchor
             * @description scheduled, close or game_start, as in cutoffs
             */
            anchor: string;
            /**
             * Category
             * @description as in market_registry
             */
            category: string;
            /**
             * Cutoff At
             * Format: date-time
             * @description the moment of the price
             */
            cutoff_at: string;
            /**
             * High
             * @description upper end
             */
            high: number | null;
            /**
             * Horizon
             * @description 30d, 7d, 48h, 24h or 1h before the anchor
             */
            horizon: string;
            /**
             * Low
             * @description lower end of its 95 % interval, by event
             */
            low: number | null;
            /**
             * Market Id
             * @description the market
             */
            market_id: string;
            /**
             * Method
             * @description cox, isotonic or beta, chosen for the category on earlier months; none where none could be fitted
             */
            method: string;
            /**
             * P Recalibrated
             * @description share of YES to expect at this price; null where nothing could be learnt
             */
            p_recalibrated: number | null;
            /**
             * P Yes
             * @description the displayed price
             */
            p_yes: number;
            /**
             * Statement
             * @description the verdict in words, with its figures
             */
            statement: string | null;
            /**
             * Trained On
             * @description events of the category that taught
             */
            trained_on: number;
            /**
             * Trained Until
             * Format: date-time
             * @description labels knowable up to this moment taught: the first of the month
             */
            trained_until: string;
            /**
             * Verdict
             * @description of its cell, as in recalibration_evidence
             */
            verdict: string | null;
        };
        /**
         * RecalibratedReading
         * @description What the price would have to say to come true, at its last cutoff; without a value where saying so has not helped.
         */
        RecalibratedReading: {
            /** Anchor */
            anchor: string;
            /**
             * Cutoff At
             * Format: date-time
             */
            cutoff_at: string;
            /** High */
            high: number | null;
            /** Horizon */
            horizon: string;
            /** Low */
            low: number | null;
            /** Method */
            method: string | null;
            /**
             * P Yes
             * @description the price at that cutoff
             */
            p_yes: number;
            /** Statement */
            statement: string | null;
            /** Trained On */
            trained_on: number | null;
            /** Trained Until */
            trained_until: string | null;
            /** Value */
            value: number | null;
            /** Verdict */
            verdict: string | null;
        };
        /**
         * RecalibrationEvidence
         * @description One row per cell: what recalibration did to later prices of complete months, always taught by earlier ones alone.
         */
        RecalibrationEvidence: {
            /**
             * Anchor
             * @description scheduled, close or game_start
             */
            anchor: string;
            /**
             * Category
             * @description as in market_registry
             */
            category: string;
            /**
             * Gain
             * @description that less the mean surprise at the recalibrated prices: above 0, it was better
             */
            gain: number | null;
            /**
             * Gain High
             * @description upper end
             */
            gain_high: number | null;
            /**
             * Gain Low
             * @description lower end of the wider of two 95 % intervals, by event and by week
             */
            gain_low: number | null;
            /**
             * Horizon
             * @description 30d, 7d, 48h, 24h or 1h before the anchor
             */
            horizon: string;
            /**
             * Log Loss Price
             * @description mean surprise at the prices, an event counts once; null where too few
             */
            log_loss_price: number | null;
            /**
             * Methods
             * @description methods that were chosen, most used first; empty where none was
             */
            methods: string;
            /**
             * N
             * @description prices judged
             */
            n: number;
            /**
             * N Events
             * @description events they belong to
             */
            n_events: number;
            /**
             * N Weeks
             * @description weeks in which those events were resolved
             */
            n_weeks: number;
            /**
             * Smallest Detectable
             * @description true gain that this many events would show in four of five cases
             */
            smallest_detectable: number | null;
            /**
             * Statement
             * @description the verdict in words, with its figures
             */
            statement: string;
            /**
             * Unit
             * @description event or week: by which the interval was wider
             */
            unit: string | null;
            /**
             * Verdict
             * @description helps (the interval lies above 0), does not help here, or too few
             */
            verdict: string;
        };
        /**
         * Region
         * @description A part of the price: what a trader would have made at the bid and at the ask.
         */
        Region: {
            /** Beyond */
            beyond: boolean;
            /** N */
            n: number;
            /** Region */
            region: string;
            y_minus_ask: components["schemas"]["Interval"];
            y_minus_bid: components["schemas"]["Interval"];
        };
        /**
         * Roc
         * @description The concave hull of the ROC curve.
         */
        Roc: {
            /** False Positive */
            false_positive: number[];
            /** True Positive */
            true_positive: number[];
        };
        /**
         * ScoreboardRow
         * @description One row per group and weighting; `all` in a dimension means its total.
         */
        ScoreboardRow: {
            /**
             * Anchor
             * @description scheduled, close or game_start
             */
            anchor: string;
            /**
             * Brier
             * @description mean squared error; null in groups that are too few
             */
            brier: number | null;
            /**
             * Brier High
             * @description its upper end
             */
            brier_high: number | null;
            /**
             * Brier Low
             * @description 95 % interval, the wider of events and weeks; null where weeks cannot tell
             */
            brier_low: number | null;
            /**
             * Category
             * @description category, or all
             */
            category: string;
            /**
             * Dsc
             * @description discrimination (CORP)
             */
            dsc: number | null;
            /**
             * Ece
             * @description expected calibration error in ten equal-width bins; biased upwards in small groups
             */
            ece: number | null;
            /**
             * Ece Debiased
             * @description squared calibration error without its bias: about 0 where calibrated, can be negative
             */
            ece_debiased: number | null;
            /**
             * Effective Events
             * @description (sum of weights)^2 / sum of squares over events
             */
            effective_events: number | null;
            /**
             * Ends
             * @description all, or observed: only rows whose end was known beforehand
             */
            ends: string;
            /**
             * Horizon
             * @description 30d, 7d, 48h, 24h or 1h before the anchor
             */
            horizon: string;
            /**
             * In The Large
             * @description shift of all log-odds that makes prices right on average; 0 is calibrated
             */
            in_the_large: number | null;
            /**
             * In The Large High
             * @description its upper end
             */
            in_the_large_high: number | null;
            /**
             * In The Large Low
             * @description 95 % interval, the wider of events and weeks
             */
            in_the_large_low: number | null;
            /**
             * Liquidity Bucket
             * @description LOW, MID, HIGH, UNKNOWN, or all
             */
            liquidity_bucket: string;
            /**
             * Log Loss
             * @description mean surprise, prices held off 0 and 1 by .0005
             */
            log_loss: number | null;
            /**
             * Mcb
             * @description miscalibration (CORP): what recalibrating would gain; above 0 by noise too
             */
            mcb: number | null;
            /**
             * Mean P
             * @description mean price
             */
            mean_p: number | null;
            /**
             * N
             * @description markets scored
             */
            n: number;
            /**
             * N Already Resolved
             * @description markets resolved before the moment
             */
            n_already_resolved: number;
            /**
             * N Events
             * @description events they belong to
             */
            n_events: number;
            /**
             * N No Price
             * @description markets without any price at the moment
             */
            n_no_price: number;
            /**
             * N Stale
             * @description markets dropped because their last price was older than the limit
             */
            n_stale: number;
            /**
             * N Stale Yes
             * @description of those, how many ended YES
             */
            n_stale_yes: number;
            /**
             * N Unresolved
             * @description markets of the cohort still without an answer
             */
            n_unresolved: number;
            /**
             * N Void
             * @description markets of the cohort that ended VOID
             */
            n_void: number;
            /**
             * Note
             * @description too few, outcome visible, simulated, or empty
             */
            note: string;
            /**
             * Outcome Visible
             * @description the prices already show the outcome: kept out of headlines
             */
            outcome_visible: boolean;
            /**
             * P Calibrated
             * @description joint test of slope 1 and intercept 0, the larger p of events and weeks
             */
            p_calibrated: number | null;
            /**
             * Share Extreme
             * @description share of prices <= .03 or >= .97
             */
            share_extreme: number | null;
            /**
             * Share Yes
             * @description share that ended YES
             */
            share_yes: number | null;
            /**
             * Simulated
             * @description true for made-up markets
             */
            simulated: boolean;
            /**
             * Slope
             * @description calibration slope (Cox): below 1 prices are too extreme; null where not defined
             */
            slope: number | null;
            /**
             * Slope High
             * @description its upper end
             */
            slope_high: number | null;
            /**
             * Slope Low
             * @description 95 % interval, the wider of events and weeks
             */
            slope_low: number | null;
            /**
             * Unc
             * @description uncertainty: the Brier score of the base rate
             */
            unc: number | null;
            /**
             * Venue
             * @description venue, or all
             */
            venue: string;
            /**
             * Weighting
             * @description market (1 per row) or event (1 / usable rows of the event in the group)
             */
            weighting: string;
        };
        /**
         * Scores
         * @description Brier scores of single markets.
         */
        Scores: {
            /** Histogram */
            histogram: components["schemas"]["Bar"][];
            /** Mean */
            mean: number | null;
            /** Median */
            median: number | null;
        };
        /**
         * SecondSide
         * @description A second set, and the differences to the first.
         */
        SecondSide: {
            diagram: components["schemas"]["Diagram"] | null;
            /**
             * Difference
             * @description in words
             */
            difference: string;
            /** Differences */
            differences: components["schemas"]["Gap"][];
            figures: components["schemas"]["Figures"] | null;
            /** Outcome Visible */
            outcome_visible: boolean;
            question: components["schemas"]["Question"];
            /** Strip */
            strip: components["schemas"]["HeadFigure"][];
            verdict: components["schemas"]["Verdict"];
        };
        /**
         * SeenDay
         * @description What came of what was expected of a source on a day; null where nobody said how much that was.
         */
        SeenDay: {
            /** Asked */
            asked: number;
            /**
             * Day
             * Format: date
             */
            day: string;
            /** Share */
            share: number | null;
            /** Source */
            source: string;
        };
        /**
         * Segment
         * @description Evidence against the calibration of a segment.
         */
        Segment: {
            /** Direction */
            direction: string;
            /** Highest */
            highest: number;
            /** Left Out */
            left_out: number;
            /** Mean Deviation */
            mean_deviation: number;
            /** N */
            n: number;
            /** Off Since */
            off_since: string | null;
            /** Segment */
            segment: string;
            /** Wealth */
            wealth: number;
            /** Weeks */
            weeks: number;
        };
        /**
         * SeriesAddresses
         * @description Addresses of what is drawn of the window.
         */
        SeriesAddresses: {
            /** Bands */
            bands: string;
            /** Breaches */
            breaches: string;
            /** Features */
            features: string;
            /** Prices */
            prices: string;
        };
        /**
         * Share
         * @description A share with its interval.
         */
        Share: {
            /** High */
            high: number;
            /** Low */
            low: number;
            /** Value */
            value: number;
        };
        /**
         * ShownWindow
         * @description The window of `series` and `gaps`.
         */
        ShownWindow: {
            /** Since */
            since: string | null;
            /** Until */
            until: string | null;
            /** Window */
            window: string;
        };
        /**
         * Shrunk
         * @description A cell's figure pulled towards its category and horizon.
         */
        Shrunk: {
            /** Error */
            error: number;
            /** Value */
            value: number;
        };
        /**
         * Shrunken
         * @description A slope pulled towards its category and horizon.
         */
        Shrunken: {
            /** Error */
            error: number;
            /** Value */
            value: number;
        };
        /**
         * Side
         * @description One of two groups.
         */
        Side: {
            /** Enough */
            enough: boolean;
            figures: components["schemas"]["Figures"] | null;
            /** N */
            n: number;
            /** N Events */
            n_events: number;
            /** Reason */
            reason: string;
            /** Value */
            value: string;
        };
        /**
         * Since
         * @description What differs between the newest two runs.
         */
        Since: {
            /** After */
            after: string;
            /** Before */
            before: string;
            /** Code Changed */
            code_changed: boolean;
            /** Labels Changed */
            labels_changed: number;
            /** Made Differently */
            made_differently: string[];
            /** Rows Gone */
            rows_gone: number;
            /** Rows New */
            rows_new: number;
        };
        /**
         * SlopeCell
         * @description One category at one horizon.
         */
        SlopeCell: {
            /** Category */
            category: string;
            /** Horizon */
            horizon: string;
            /** Significant */
            significant: boolean;
            slope: components["schemas"]["Estimate"];
            slope_shrunk: components["schemas"]["Shrunken"] | null;
        };
        /**
         * SlopeCells
         * @description Category by horizon.
         */
        SlopeCells: {
            /** Cells */
            cells: components["schemas"]["SlopeCell"][];
            /** Columns */
            columns: string[];
            /** Judged */
            judged: number;
            /** Rows */
            rows: string[];
            /** Rule */
            rule: string;
        };
        /**
         * Spread
         * @description Could anyone have bought or sold at the deviation?
         */
        Spread: {
            /** Mean Spread */
            mean_spread: number;
            /** N */
            n: number;
            /** Regions */
            regions: components["schemas"]["Region"][];
            /** Share Inside */
            share_inside: number | null;
        };
        /**
         * Step
         * @description Who is left.
         */
        Step: {
            /** Events */
            events: number;
            /** High */
            high: number | null;
            /** Labelled */
            labelled: number;
            /** Low */
            low: number | null;
            /** Markets */
            markets: number;
            /** Meaning */
            meaning: string;
            /** Share Yes */
            share_yes: number | null;
            /** Step */
            step: string;
        };
        /**
         * SumAt
         * @description An hour; without a sum where a leg was not seen.
         */
        SumAt: {
            /** Gap */
            gap: number | null;
            /** N Seen */
            n_seen: number;
            /** Sum */
            sum: number | null;
            /**
             * Ts
             * Format: date-time
             */
            ts: string;
        };
        /**
         * Survives
         * @description Does the difference remain?
         */
        Survives: {
            at_the_mean_of_the_hour: components["schemas"]["Part"];
            /** Wider Interval */
            wider_interval: boolean | null;
            within_categories: components["schemas"]["Part"] | null;
        };
        /**
         * TableRead
         * @description A table, its version and its rows.
         */
        TableRead: {
            /** Name */
            name: string;
            /** Rows */
            rows: number;
            /** Version */
            version: number;
        };
        /**
         * Tested
         * @description A test by event and by week: the larger p-value decides.
         */
        Tested: {
            /** By Unit */
            by_unit: {
                [key: string]: number | null;
            };
            /** P Value */
            p_value: number | null;
            /** Unit */
            unit: string | null;
        };
        /**
         * Tests
         * @description Of calibration as a whole.
         */
        Tests: {
            joint: components["schemas"]["Tested"];
            spiegelhalter: components["schemas"]["Tested"];
        };
        /**
         * ToldApart
         * @description Are YES and NO told apart?
         */
        ToldApart: {
            auc: components["schemas"]["Estimate"];
            /** Histogram */
            histogram: components["schemas"]["TwoBars"][];
            /** Mean No */
            mean_no: number | null;
            /** Mean Yes */
            mean_yes: number | null;
        };
        /**
         * Transform
         * @description In which space the changes of the price are taken; what is answered are prices again.
         */
        Transform: {
            /**
             * Eps
             * @description in logit space prices are held in eps..1-eps
             * @default 0.005
             */
            eps?: number;
            /**
             * Space
             * @description price, logit or arcsine
             * @default logit
             * @enum {string}
             */
            space?: "price" | "logit" | "arcsine";
        };
        /**
         * Trust
         * @description One row per priced cutoff (daily ones apart) and version of the score, and one of the newest hour of every live market.
         */
        Trust: {
            /**
             * Anchor
             * @description as in cutoffs, or latest
             */
            anchor: string;
            /**
             * Category
             * @description as in market_registry
             */
            category: string;
            /**
             * Clock
             * @description received where any input was timed by our own clock, else replayed
             */
            clock: string;
            /**
             * Config
             * @description weights, clipping and scaling as used, as JSON
             */
            config: string;
            /**
             * Cutoff At
             * Format: date-time
             * @description the moment; for latest the newest hour in features
             */
            cutoff_at: string;
            /**
             * Event Id
             * @description event it belongs to
             */
            event_id: string;
            /**
             * Features At
             * @description hour of the features that it rests on
             */
            features_at: string | null;
            /**
             * Horizon
             * @description as in cutoffs, or now
             */
            horizon: string;
            /**
             * Knowable At
             * Format: date-time
             * @description as in cutoffs, the label included; for latest the run's as_of
             */
            knowable_at: string;
            /**
             * Liquidity
             * @description part: money traded or held, and depth where known; 1 is good
             */
            liquidity: number | null;
            /**
             * Market Id
             * @description the market
             */
            market_id: string;
            /**
             * No Manipulation
             * @description part: 1 - suspicion of manipulation; null until trades are read
             */
            no_manipulation: number | null;
            /**
             * Question Quality
             * @description part: how clear the question is; null until questions are judged
             */
            question_quality: number | null;
            /**
             * Stability
             * @description part: how still the price stood in the last 24 h; 1 is good
             */
            stability: number | null;
            /**
             * Total
             * @description trust; null where weight_present is too little
             */
            total: number | null;
            /**
             * Trust Version
             * @description v1 (stated weights) or v2 (weights learned before the month of the moment)
             */
            trust_version: string;
            /**
             * Venue
             * @description where it trades
             */
            venue: string;
            /**
             * Weight Present
             * @description share of the weights whose parts are known
             */
            weight_present: number;
        };
        /**
         * TrustReliability
         * @description How well prices came true by fifth of trust (ranked within category x horizon x price band), and the test of its trend.
         */
        TrustReliability: {
            /**
             * Against V1
             * @description of v2: trend_slope less that of v1 on the same rows; negative where v2 orders better
             */
            against_v1: number | null;
            /**
             * Against V1 High
             * @description upper end of it; v2 is the default only where it is below 0
             */
            against_v1_high: number | null;
            /**
             * Against V1 Low
             * @description lower end of its 95 % interval, of event and week the wider
             */
            against_v1_low: number | null;
            /**
             * Anchor
             * @description as in cutoffs
             */
            anchor: string;
            /**
             * Horizon
             * @description as in cutoffs, or all
             */
            horizon: string;
            /**
             * Is Default
             * @description whether this version is the one that is shown
             */
            is_default: boolean;
            /**
             * Mcb
             * @description miscalibration (CORP, Brier)
             */
            mcb: number | null;
            /**
             * Mcb Excess
             * @description mcb - mcb_null
             */
            mcb_excess: number | null;
            /**
             * Mcb Null
             * @description what noise alone gives on average
             */
            mcb_null: number | null;
            /**
             * Mean P
             * @description mean price, weighted by event
             */
            mean_p: number | null;
            /**
             * Mean Trust
             * @description mean trust
             */
            mean_trust: number | null;
            /**
             * N
             * @description rows
             */
            n: number;
            /**
             * N Events
             * @description events they belong to
             */
            n_events: number;
            /**
             * N Left Out
             * @description rows with trust in strata of too few rows
             */
            n_left_out: number;
            /**
             * P Value Mcb
             * @description the same for mcb
             */
            p_value_mcb: number | null;
            /**
             * P Value Slope
             * @description one-sided: how often so steep a fall comes by chance
             */
            p_value_slope: number | null;
            /**
             * Placebo Mcb
             * @description the same for mcb
             */
            placebo_mcb: number | null;
            /**
             * Placebo Runs
             * @description permutations tested
             */
            placebo_runs: number;
            /**
             * Placebo Slope
             * @description how often the test by event rejects for trust permuted within its strata
             */
            placebo_slope: number | null;
            /**
             * Quintile
             * @description 1 is the lowest fifth of trust, 5 the highest; 0 speaks of all five: tests and placebo
             */
            quintile: number;
            /**
             * Share Yes
             * @description share that ended YES, weighted by event
             */
            share_yes: number | null;
            /**
             * Simulated
             * @description true for made-up markets
             */
            simulated: boolean;
            /**
             * Slope
             * @description calibration slope: 1 for calibrated prices, less where they are too extreme
             */
            slope: number | null;
            /**
             * Slope High
             * @description upper end of it
             */
            slope_high: number | null;
            /**
             * Slope Low
             * @description lower end of its 95 % interval, of event and week the wider
             */
            slope_low: number | null;
            /**
             * Trend Mcb
             * @description rise per fifth of mcb; negative where trust works
             */
            trend_mcb: number | null;
            /**
             * Trend Slope
             * @description rise per fifth of |slope - 1|; negative where trust works
             */
            trend_slope: number | null;
            /**
             * Trust Version
             * @description v1 or v2
             */
            trust_version: string;
            /**
             * Unit
             * @description event or week: which of them gave the wider interval, or the larger p-values
             */
            unit: string | null;
            /**
             * Verdict
             * @description for quintile 0: trust orders, no order shown, or too few; else empty or too few, with the reason
             */
            verdict: string;
        };
        /**
         * TrustShown
         * @description The newest row of trust with the weights of its parts.
         */
        TrustShown: {
            /**
             * Anchor
             * @description as in cutoffs, or latest
             */
            anchor: string;
            /**
             * Category
             * @description as in market_registry
             */
            category: string;
            /**
             * Clock
             * @description received where any input was timed by our own clock, else replayed
             */
            clock: string;
            /**
             * Config
             * @description weights, clipping and scaling as used, as JSON
             */
            config: string;
            /**
             * Cutoff At
             * Format: date-time
             * @description the moment; for latest the newest hour in features
             */
            cutoff_at: string;
            /**
             * Event Id
             * @description event it belongs to
             */
            event_id: string;
            /**
             * Features At
             * @description hour of the features that it rests on
             */
            features_at: string | null;
            /**
             * Horizon
             * @description as in cutoffs, or now
             */
            horizon: string;
            /**
             * Knowable At
             * Format: date-time
             * @description as in cutoffs, the label included; for latest the run's as_of
             */
            knowable_at: string;
            /**
             * Liquidity
             * @description part: money traded or held, and depth where known; 1 is good
             */
            liquidity: number | null;
            /**
             * Market Id
             * @description the market
             */
            market_id: string;
            /**
             * No Manipulation
             * @description part: 1 - suspicion of manipulation; null until trades are read
             */
            no_manipulation: number | null;
            /**
             * Question Quality
             * @description part: how clear the question is; null until questions are judged
             */
            question_quality: number | null;
            /**
             * Stability
             * @description part: how still the price stood in the last 24 h; 1 is good
             */
            stability: number | null;
            /**
             * Total
             * @description trust; null where weight_present is too little
             */
            total: number | null;
            /**
             * Trust Version
             * @description v1 (stated weights) or v2 (weights learned before the month of the moment)
             */
            trust_version: string;
            /**
             * Venue
             * @description where it trades
             */
            venue: string;
            /**
             * Weight Present
             * @description share of the weights whose parts are known
             */
            weight_present: number;
            /** Weights */
            weights: {
                [key: string]: number;
            };
        };
        /**
         * TwoBars
         * @description Rows by price and outcome.
         */
        TwoBars: {
            /** High */
            high: number;
            /** Low */
            low: number;
            /** No */
            no: number;
            /** Yes */
            yes: number;
        };
        /** ValidationError */
        ValidationError: {
            /** Context */
            ctx?: Record<string, never>;
            /** Input */
            input?: unknown;
            /** Location */
            loc: (string | number)[];
            /** Message */
            msg: string;
            /** Error Type */
            type: string;
        };
        /**
         * Verdict
         * @description What may be said, in a word and a sentence.
         */
        Verdict: {
            /** Sentence */
            sentence: string;
            /**
             * Word
             * @description differs, no difference seen, inside the spread, too few, too few weeks, outcome visible, ...
             */
            word: string;
        };
        /**
         * WholeEvents
         * @description Neg-risk events as one forecast each.
         */
        WholeEvents: {
            /** Brier */
            brier: number | null;
            /** Events */
            events: number;
            /**
             * Legs
             * @default null
             */
            legs?: number | null;
            /** Overround */
            overround: number | null;
            /** Whole */
            whole: number;
        };
    };
    responses: never;
    parameters: {
        /** @description first digits of a run's manifest: the answer is of the data as that run left it */
        manifest: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    read_bands_bands_get: {
        parameters: {
            query?: {
                /** @description rows of one page */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description json, csv or parquet */
                format?: "json" | "csv" | "parquet";
                /** @description as in forecast_band: HAR, LEARNED, FHS, EWMA, ... */
                method?: string | null;
                /** @description raw or conformal */
                band_calibration?: string | null;
                /** @description made at or after this time, ISO 8601; without it those of the newest day */
                since?: string | null;
                /** @description one market */
                market_id?: string | null;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "band_calibration": "conformal",
                     *           "horizon_steps": 12,
                     *           "market_id": "900001",
                     *           "method": "HAR",
                     *           "model_id": "har 93224ce62261",
                     *           "q10": 0.58,
                     *           "q50": 0.62,
                     *           "q90": 0.655,
                     *           "step_seconds": 300,
                     *           "ts": "2026-01-31T14:05:00Z"
                     *         }
                     *       ],
                     *       "meta": {
                     *         "as_of": "2026-01-31T00:00:00Z",
                     *         "lake_version": "5f0c8a9",
                     *         "run_id": "20260131T000000-1a2b",
                     *         "simulated": true
                     *       },
                     *       "total": 1
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["ForecastBand"][];
                        meta: components["schemas"]["Meta"];
                        next_cursor?: string | null;
                        total?: number | null;
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    read_breaches_bands_breaches_get: {
        parameters: {
            query?: {
                /** @description rows of one page */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description json, csv or parquet */
                format?: "json" | "csv" | "parquet";
                /** @description one market */
                market_id?: string | null;
                /** @description below or above */
                side?: string | null;
                /** @description raw or conformal */
                band_calibration?: string | null;
                /** @description found at or after this time, ISO 8601; without it those of the newest day */
                since?: string | null;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "band_calibration": "conformal",
                     *           "band_ts": "2026-01-31T13:05:00Z",
                     *           "due_at": "2026-01-31T14:05:00Z",
                     *           "excess": 1.4,
                     *           "horizon_steps": 12,
                     *           "knowable_at": "2026-01-31T14:05:00Z",
                     *           "market_id": "900001",
                     *           "p": 0.67,
                     *           "p_before": 0.6,
                     *           "q10": 0.57,
                     *           "q90": 0.63,
                     *           "side": "above",
                     *           "step_seconds": 300,
                     *           "ts": "2026-01-31T14:05:00Z"
                     *         }
                     *       ],
                     *       "meta": {
                     *         "as_of": "2026-01-31T00:00:00Z",
                     *         "lake_version": "5f0c8a9",
                     *         "run_id": "20260131T000000-1a2b",
                     *         "simulated": true
                     *       },
                     *       "total": 1
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["BandBreach"][];
                        meta: components["schemas"]["Meta"];
                        next_cursor?: string | null;
                        total?: number | null;
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    read_coverage_bands_coverage_get: {
        parameters: {
            query?: {
                /** @description rows of one page */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description json, csv or parquet */
                format?: "json" | "csv" | "parquet";
                /** @description all, range_1h, distance, category or day */
                segment_by?: string | null;
                /** @description its value */
                segment?: string | null;
                /** @description raw or conformal */
                band_calibration?: string | null;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "band_calibration": "conformal",
                     *           "changed_closed": 0.744,
                     *           "clamped": 0.011,
                     *           "clock": "replayed",
                     *           "closed": 0.812,
                     *           "horizon_steps": 12,
                     *           "knowable_at": "2026-01-31T14:05:00Z",
                     *           "method": "HAR",
                     *           "miss_above": 0.103,
                     *           "miss_above_se": 0.006,
                     *           "miss_below": 0.098,
                     *           "miss_below_se": 0.006,
                     *           "model_id": "har 93224ce62261",
                     *           "n": 21400,
                     *           "n_effective": 9050.5,
                     *           "n_events": 412,
                     *           "n_missing": 1310,
                     *           "open": 0.671,
                     *           "pinball": 0.0042,
                     *           "segment": "all",
                     *           "segment_by": "all",
                     *           "simulated": true,
                     *           "since": "2026-01-24T00:00:00Z",
                     *           "step_seconds": 300,
                     *           "unchanged": 0.62,
                     *           "until": "2026-01-31T13:00:00Z",
                     *           "width": 0.034,
                     *           "winkler": 0.061,
                     *           "without_masses": 0
                     *         }
                     *       ],
                     *       "meta": {
                     *         "as_of": "2026-01-31T00:00:00Z",
                     *         "lake_version": "5f0c8a9",
                     *         "run_id": "20260131T000000-1a2b",
                     *         "simulated": true
                     *       },
                     *       "total": 1
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["BandCoverage"][];
                        meta: components["schemas"]["Meta"];
                        next_cursor?: string | null;
                        total?: number | null;
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    read_coverage_coverage_get: {
        parameters: {
            query?: {
                /** @description rows of one page */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description json, csv or parquet */
                format?: "json" | "csv" | "parquet";
                /** @description one run */
                run_id?: string | null;
                /** @description whom we asked */
                source?: string | null;
                /** @description complete, truncated, unverified, stale, gap or fallback */
                status?: string | null;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "detail": "2 retries",
                     *           "expected": 400,
                     *           "received": 400,
                     *           "run_id": "20260131T000000-1a2b",
                     *           "scope": "markets",
                     *           "source": "gamma",
                     *           "status": "complete"
                     *         }
                     *       ],
                     *       "meta": {
                     *         "as_of": "2026-01-31T00:00:00Z",
                     *         "lake_version": "5f0c8a9",
                     *         "run_id": "20260131T000000-1a2b",
                     *         "simulated": true
                     *       },
                     *       "total": 1
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Coverage"][];
                        meta: components["schemas"]["Meta"];
                        next_cursor?: string | null;
                        total?: number | null;
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    read_docs_docs_get: {
        parameters: {
            query?: {
                /** @description json; csv or parquet for one table of the answer */
                format?: "json" | "csv" | "parquet";
                /** @description for csv and parquet: which table, such as diagram.bins; needed where there are several */
                table?: string | null;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description title, html, headings [{level, id, text}] and pages [{name, title, address}] */
                        data: Record<string, never>;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    read_docs_page_docs__name__get: {
        parameters: {
            query?: {
                /** @description json; csv or parquet for one table of the answer */
                format?: "json" | "csv" | "parquet";
                /** @description for csv and parquet: which table, such as diagram.bins; needed where there are several */
                table?: string | null;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description title, html, headings [{level, id, text}] and pages [{name, title, address}] */
                        data: Record<string, never>;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    read_embed_embed__panel__get: {
        parameters: {
            query?: {
                /** @description scheduled, close or game_start */
                anchor?: string;
                /** @description 30d, 7d, 48h, 24h or 1h */
                horizon?: string;
                /** @description event or market; trade and dollar need fills */
                weighting?: string;
                /** @description quote, last (however old), mean_1h, trade_1h, bid or ask */
                price?: string;
                /** @description only the cohort of the last days before as_of, such as 90d */
                window?: string | null;
                /** @description scheduled_end or resolution */
                window_by?: string;
                /** @description where it trades */
                venue?: string | null;
                /** @description as in market_registry */
                category?: string | null;
                /** @description LOW, MID, HIGH or UNKNOWN, as then observed */
                liquidity_bucket?: string | null;
                /** @description connector or drop that brought the price */
                price_source?: string | null;
                /** @description one of category_tags */
                tag?: string | null;
                /** @description part of the question or the slug */
                text?: string | null;
                /** @description all, observed (ends that were known beforehand) or assumed */
                ends?: string | null;
                /** @description volume_24h as then observed, LEAST:MOST in USDC */
                volume?: string | null;
                /** @description distinct wallets, LEAST:MOST */
                traders?: string | null;
                /** @description from start to anchor, LEAST:MOST in days */
                duration?: string | null;
                /** @description age of the price, LEAST:MOST in seconds */
                age?: string | null;
                /** @description spread of the quote, LEAST:MOST */
                spread?: string | null;
                /** @description for price: any name of the market */
                market_id?: string | null;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path: {
                panel: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "text/html": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    list_events_events_get: {
        parameters: {
            query?: {
                /** @description rows of one page */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description json, csv or parquet */
                format?: "json" | "csv" | "parquet";
                /** @description sum, threshold, deadline or none */
                kind?: string | null;
                /** @description as in events */
                category?: string | null;
                /** @description where it trades */
                venue?: string | null;
                /** @description part of the title or the slug */
                text?: string | null;
                /** @description true: only events with an open market; false: only the others */
                open?: boolean | null;
                /** @description a column, with - before it from the largest down; unknown values come last */
                sort?: string;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "age_seconds": 300,
                     *           "category": "politics",
                     *           "event_id": "800001",
                     *           "gap": 0.012,
                     *           "kind": "sum",
                     *           "n_markets": 5,
                     *           "n_open": 5,
                     *           "n_seen": 5,
                     *           "neg_risk": true,
                     *           "slug": "simulated-harbour-votes",
                     *           "sum": 1.012,
                     *           "title": "Simulated: harbour votes",
                     *           "venue": "world"
                     *         }
                     *       ],
                     *       "meta": {
                     *         "as_of": "2026-01-31T00:00:00Z",
                     *         "lake_version": "5f0c8a9",
                     *         "run_id": "20260131T000000-1a2b",
                     *         "simulated": true
                     *       },
                     *       "total": 1
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["EventRow"][];
                        meta: components["schemas"]["Meta"];
                        next_cursor?: string | null;
                        total?: number | null;
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    read_event_events__event_id__get: {
        parameters: {
            query?: {
                /** @description json; csv or parquet for one table of the answer */
                format?: "json" | "csv" | "parquet";
                /** @description for csv and parquet: which table, such as diagram.bins; needed where there are several */
                table?: string | null;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path: {
                event_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "coherence": {
                     *           "age_seconds": 300,
                     *           "gap": -0.31,
                     *           "holds": true,
                     *           "kind": "deadline",
                     *           "n_markets": 2,
                     *           "n_seen": 2,
                     *           "open": true
                     *         },
                     *         "event": {
                     *           "event_id": "800001",
                     *           "n_markets": 2,
                     *           "title": "Simulated: harbour votes"
                     *         },
                     *         "implications": [
                     *           {
                     *             "broken": false,
                     *             "gap": -0.31,
                     *             "implied_market_id": "900002",
                     *             "implied_price": 0.62,
                     *             "implied_question": "Simulated: will the harbour line open by 1 April?",
                     *             "market_id": "900001",
                     *             "price": 0.31,
                     *             "question": "Simulated: will the harbour line open by 1 March?"
                     *           }
                     *         ],
                     *         "markets": [
                     *           {
                     *             "ask": 0.32,
                     *             "bid": 0.3,
                     *             "end_ts": "2026-03-01T00:00:00Z",
                     *             "implies_next": true,
                     *             "liquidity_bucket": "MID",
                     *             "market_id": "900001",
                     *             "outside_range": false,
                     *             "price": 0.31,
                     *             "price_age_seconds": 300,
                     *             "price_at": "2026-01-31T14:05:00Z",
                     *             "q10_1h": 0.29,
                     *             "q90_1h": 0.33,
                     *             "question": "Simulated: will the harbour line open by 1 March?",
                     *             "status": "ACTIVE",
                     *             "step": 1772323200,
                     *             "trust": 71.4,
                     *             "value": 0.31
                     *           },
                     *           {
                     *             "ask": 0.32,
                     *             "bid": 0.3,
                     *             "end_ts": "2026-03-01T00:00:00Z",
                     *             "liquidity_bucket": "MID",
                     *             "market_id": "900002",
                     *             "outside_range": false,
                     *             "price": 0.62,
                     *             "price_age_seconds": 300,
                     *             "price_at": "2026-01-31T14:05:00Z",
                     *             "q10_1h": 0.29,
                     *             "q90_1h": 0.33,
                     *             "question": "Simulated: will the harbour line open by 1 March?",
                     *             "status": "ACTIVE",
                     *             "step": 1775001600,
                     *             "trust": 71.4,
                     *             "value": 0.62
                     *           }
                     *         ],
                     *         "series": [
                     *           {
                     *             "gap": -0.31,
                     *             "n_seen": 2,
                     *             "ts": "2026-01-31T14:00:00Z"
                     *           }
                     *         ]
                     *       },
                     *       "meta": {
                     *         "as_of": "2026-01-31T00:00:00Z",
                     *         "lake_version": "5f0c8a9",
                     *         "run_id": "20260131T000000-1a2b",
                     *         "simulated": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["EventPage"];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    read_health_health_get: {
        parameters: {
            query?: {
                /** @description json; csv or parquet for one table of the answer */
                format?: "json" | "csv" | "parquet";
                /** @description for csv and parquet: which table, such as diagram.bins; needed where there are several */
                table?: string | null;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    read_how_how_get: {
        parameters: {
            query: {
                /** @description json; csv or parquet for one table of the answer */
                format?: "json" | "csv" | "parquet";
                /** @description for csv and parquet: which table, such as diagram.bins; needed where there are several */
                table?: string | null;
                /** @description an address of this server with its parameters, such as /scoreboard */
                address: string;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "address": "/markets?status=ACTIVE",
                     *         "as_of": "2026-01-31T00:00:00Z",
                     *         "code_version": "0.1.0",
                     *         "commands": {
                     *           "bibtex": "@misc{...}",
                     *           "cli": "credence query 'select ...'",
                     *           "curl": "curl -s ...",
                     *           "python": "import json ..."
                     *         },
                     *         "coverage": {
                     *           "expected": 822,
                     *           "gaps": 0,
                     *           "received": 800,
                     *           "share": 0.973
                     *         },
                     *         "definition": "The newest of what is known.",
                     *         "filters": [
                     *           "status is ACTIVE"
                     *         ],
                     *         "manifest": "9d9f645933bd",
                     *         "question": "Which markets are there?",
                     *         "run_id": "20260131T000000-1a2b",
                     *         "sql": "select count(*) as n\nfrom market_registry\nwhere status = 'ACTIVE'",
                     *         "tables": [
                     *           {
                     *             "name": "market_registry",
                     *             "rows": 400,
                     *             "version": 3
                     *           }
                     *         ]
                     *       },
                     *       "meta": {
                     *         "as_of": "2026-01-31T00:00:00Z",
                     *         "lake_version": "5f0c8a9",
                     *         "run_id": "20260131T000000-1a2b",
                     *         "simulated": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["How"];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    list_markets_markets_get: {
        parameters: {
            query?: {
                /** @description rows of one page */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description json, csv or parquet */
                format?: "json" | "csv" | "parquet";
                /** @description where it trades */
                venue?: string | null;
                /** @description as in market_registry */
                category?: string | null;
                /** @description ACTIVE, RESOLVED, VOID or UNRESOLVED */
                status?: string | null;
                /** @description markets of one event */
                event_id?: string | null;
                /** @description one of category_tags */
                tag?: string | null;
                /** @description newest observed: LOW, MID, HIGH or UNKNOWN */
                liquidity_bucket?: string | null;
                /** @description part of the question or the slug */
                text?: string | null;
                /** @description true: only those whose price lies outside its usual range */
                outside_range?: boolean | null;
                /** @description newest price, LEAST:MOST */
                price?: string | null;
                /** @description newest trust, LEAST:MOST of 0:100 */
                trust?: string | null;
                /** @description newest known, LEAST:MOST in USDC */
                volume_24h?: string | null;
                /** @description newest known, LEAST:MOST in USDC */
                open_interest?: string | null;
                /** @description share of its last hours in which it was seen, LEAST:MOST of 0:1 */
                seen_share?: string | null;
                /** @description scheduled end, LEAST:MOST in days from as_of */
                ends?: string | null;
                /** @description a column, with - before it from the largest down; unknown values come last */
                sort?: string;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "category": "politics",
                     *           "category_tags": [
                     *             "politics"
                     *           ],
                     *           "clock": "replayed",
                     *           "condition_id": "0x5f",
                     *           "enableOrderBook": true,
                     *           "end_ts": "2026-02-01T00:00:00Z",
                     *           "event_id": "800001",
                     *           "knowable_at": "2026-01-01T00:00:00Z",
                     *           "liquidity_bucket": "MID",
                     *           "market_id": "900001",
                     *           "neg_risk": false,
                     *           "origin": "gamma",
                     *           "outcomes": [
                     *             "Yes",
                     *             "No"
                     *           ],
                     *           "outside_range": false,
                     *           "p_recalibrated": 0.66,
                     *           "price": 0.62,
                     *           "price_age_seconds": 300,
                     *           "price_at": "2026-01-31T14:05:00Z",
                     *           "protocol_version": "v1",
                     *           "q10_1h": 0.57,
                     *           "q90_1h": 0.63,
                     *           "question": "Simulated: will the harbour line open?",
                     *           "recalibrated_high": 0.7,
                     *           "recalibrated_low": 0.61,
                     *           "recalibration_verdict": "helps",
                     *           "seen_share": 0.95,
                     *           "simulated": true,
                     *           "slug": "simulated-harbour-line",
                     *           "start_ts": "2026-01-01T00:00:00Z",
                     *           "status": "ACTIVE",
                     *           "token_ids": [
                     *             "1001",
                     *             "1002"
                     *           ],
                     *           "trust": 71.4,
                     *           "tte_seconds": 36000,
                     *           "venue": "world",
                     *           "volume_24h": 5200
                     *         }
                     *       ],
                     *       "meta": {
                     *         "as_of": "2026-01-31T00:00:00Z",
                     *         "lake_version": "5f0c8a9",
                     *         "run_id": "20260131T000000-1a2b",
                     *         "simulated": true
                     *       },
                     *       "total": 1
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["MarketRow"][];
                        meta: components["schemas"]["Meta"];
                        next_cursor?: string | null;
                        total?: number | null;
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    read_market_markets__market_id__get: {
        parameters: {
            query?: {
                /** @description json; csv or parquet for one table of the answer */
                format?: "json" | "csv" | "parquet";
                /** @description for csv and parquet: which table, such as diagram.bins; needed where there are several */
                table?: string | null;
                /** @description 1d, 7d, 30d or all: of `series`, up to the last price */
                window?: "1d" | "7d" | "30d" | "all";
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path: {
                market_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "aliases": [],
                     *         "coverage": [],
                     *         "cutoffs": [],
                     *         "gaps": [
                     *           {
                     *             "detail": "no price for 8.0 h",
                     *             "since": "2026-01-31T00:00:00Z",
                     *             "source": "prices",
                     *             "until": "2026-01-31T08:00:00Z"
                     *           }
                     *         ],
                     *         "history": [],
                     *         "market": {
                     *           "category": "politics",
                     *           "category_tags": [
                     *             "politics"
                     *           ],
                     *           "clock": "replayed",
                     *           "condition_id": "0x5f",
                     *           "enableOrderBook": true,
                     *           "end_ts": "2026-02-01T00:00:00Z",
                     *           "event_id": "800001",
                     *           "knowable_at": "2026-01-01T00:00:00Z",
                     *           "market_id": "900001",
                     *           "neg_risk": false,
                     *           "origin": "gamma",
                     *           "outcomes": [
                     *             "Yes",
                     *             "No"
                     *           ],
                     *           "protocol_version": "v1",
                     *           "question": "Simulated: will the harbour line open?",
                     *           "simulated": true,
                     *           "slug": "simulated-harbour-line",
                     *           "start_ts": "2026-01-01T00:00:00Z",
                     *           "status": "ACTIVE",
                     *           "token_ids": [
                     *             "1001",
                     *             "1002"
                     *           ],
                     *           "venue": "world"
                     *         },
                     *         "readings": {
                     *           "normal": {
                     *             "band_calibration": "conformal",
                     *             "due_at": "2026-01-31T14:05:00Z",
                     *             "kept": {
                     *               "few": false,
                     *               "high": 0.83,
                     *               "low": 0.79,
                     *               "n": 412,
                     *               "n_events": 203,
                     *               "reason": "",
                     *               "unit": "event",
                     *               "value": 0.81
                     *             },
                     *             "made_at": "2026-01-31T13:05:00Z",
                     *             "method": "HAR",
                     *             "model_id": "har 93224ce62261",
                     *             "next": {
                     *               "band_calibration": "conformal",
                     *               "due_at": "2026-01-31T14:05:00Z",
                     *               "kept": {
                     *                 "few": false,
                     *                 "high": 0.83,
                     *                 "low": 0.79,
                     *                 "n": 412,
                     *                 "n_events": 203,
                     *                 "reason": "",
                     *                 "unit": "event",
                     *                 "value": 0.81
                     *               },
                     *               "made_at": "2026-01-31T13:05:00Z",
                     *               "method": "HAR",
                     *               "model_id": "har 93224ce62261",
                     *               "q10": 0.57,
                     *               "q50": 0.6,
                     *               "q90": 0.63,
                     *               "stated": 0.8
                     *             },
                     *             "outside": false,
                     *             "q10": 0.57,
                     *             "q50": 0.6,
                     *             "q90": 0.63,
                     *             "stated": 0.8
                     *           },
                     *           "price": {
                     *             "age_seconds": 300,
                     *             "at": "2026-01-31T14:05:00Z",
                     *             "high": 0.63,
                     *             "low": 0.61,
                     *             "value": 0.62
                     *           },
                     *           "recalibrated": {
                     *             "anchor": "scheduled",
                     *             "cutoff_at": "2026-01-31T00:00:00Z",
                     *             "high": 0.7,
                     *             "horizon": "24h",
                     *             "low": 0.61,
                     *             "method": "cox",
                     *             "p_yes": 0.62,
                     *             "statement": "helps: later prices lost 0.004 nats less",
                     *             "trained_on": 812,
                     *             "trained_until": "2026-01-01T00:00:00Z",
                     *             "value": 0.66,
                     *             "verdict": "helps"
                     *           }
                     *         },
                     *         "series": {
                     *           "bands": "/markets/900001/bands?since=2026-01-24T14%3A05%3A00Z",
                     *           "breaches": "/bands/breaches?market_id=900001&since=2026-01-24T14%3A05%3A00Z",
                     *           "features": "/markets/900001/features?since=2026-01-24T14%3A05%3A00Z",
                     *           "prices": "/markets/900001/prices?points=600&since=2026-01-24T14%3A05%3A00Z"
                     *         },
                     *         "snapshots": [],
                     *         "trust": {
                     *           "anchor": "scheduled",
                     *           "category": "politics",
                     *           "clock": "replayed",
                     *           "config": "{}",
                     *           "cutoff_at": "2026-01-31T00:00:00Z",
                     *           "event_id": "800001",
                     *           "features_at": "2026-01-31T00:00:00Z",
                     *           "horizon": "24h",
                     *           "knowable_at": "2026-02-02T00:00:00Z",
                     *           "liquidity": 0.62,
                     *           "market_id": "900001",
                     *           "stability": 0.84,
                     *           "total": 71.4,
                     *           "trust_version": "v1",
                     *           "venue": "world",
                     *           "weight_present": 0.6,
                     *           "weights": {
                     *             "liquidity": 0.3,
                     *             "no_manipulation": 0.2,
                     *             "question_quality": 0.2,
                     *             "stability": 0.3
                     *           }
                     *         },
                     *         "window": {
                     *           "since": "2026-01-24T14:05:00Z",
                     *           "until": "2026-01-31T14:05:00Z",
                     *           "window": "7d"
                     *         }
                     *       },
                     *       "meta": {
                     *         "as_of": "2026-01-31T00:00:00Z",
                     *         "lake_version": "5f0c8a9",
                     *         "run_id": "20260131T000000-1a2b",
                     *         "simulated": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["MarketPage"];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    read_bands_of_market_markets__market_id__bands_get: {
        parameters: {
            query?: {
                /** @description rows of one page */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description json, csv or parquet */
                format?: "json" | "csv" | "parquet";
                /** @description as in forecast_band: HAR, LEARNED, FHS, EWMA, ... */
                method?: string | null;
                /** @description raw or conformal */
                band_calibration?: string | null;
                /** @description made at or after this time, ISO 8601; without it those of the newest day */
                since?: string | null;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path: {
                market_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "band_calibration": "conformal",
                     *           "horizon_steps": 12,
                     *           "market_id": "900001",
                     *           "method": "HAR",
                     *           "model_id": "har 93224ce62261",
                     *           "q10": 0.58,
                     *           "q50": 0.62,
                     *           "q90": 0.655,
                     *           "step_seconds": 300,
                     *           "ts": "2026-01-31T14:05:00Z"
                     *         }
                     *       ],
                     *       "meta": {
                     *         "as_of": "2026-01-31T00:00:00Z",
                     *         "lake_version": "5f0c8a9",
                     *         "run_id": "20260131T000000-1a2b",
                     *         "simulated": true
                     *       },
                     *       "total": 1
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["ForecastBand"][];
                        meta: components["schemas"]["Meta"];
                        next_cursor?: string | null;
                        total?: number | null;
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    read_features_markets__market_id__features_get: {
        parameters: {
            query?: {
                /** @description rows of one page */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description json, csv or parquet */
                format?: "json" | "csv" | "parquet";
                /** @description first moment, ISO 8601; without a zone it is UTC */
                since?: string | null;
                /** @description first moment after the window, ISO 8601 */
                until?: string | null;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path: {
                market_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "change": 0.01,
                     *           "changes_24h": 24,
                     *           "clock": "replayed",
                     *           "excess_movement": 0.0002,
                     *           "jump": false,
                     *           "jumps_24h": 0,
                     *           "knowable_at": "2026-01-31T14:00:00Z",
                     *           "liquidity_age_seconds": 1800,
                     *           "liquidity_bucket": "LOW",
                     *           "logit_return": 0.043,
                     *           "market_id": "900001",
                     *           "p_yes": 0.62,
                     *           "simple_return": 0.0164,
                     *           "spread": 0.02,
                     *           "staleness_seconds": 120,
                     *           "ts": "2026-01-31T14:00:00Z",
                     *           "tte_seconds": 36000,
                     *           "variance_1h": 0.0001,
                     *           "variance_24h": 0.0011,
                     *           "variance_6h": 0.0004,
                     *           "vol": 0.008,
                     *           "volume_24h": 5200,
                     *           "volume_velocity": 1.4,
                     *           "zero_change_share": 0.61
                     *         }
                     *       ],
                     *       "meta": {
                     *         "as_of": "2026-01-31T00:00:00Z",
                     *         "lake_version": "5f0c8a9",
                     *         "run_id": "20260131T000000-1a2b",
                     *         "simulated": true
                     *       },
                     *       "total": 1
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Features"][];
                        meta: components["schemas"]["Meta"];
                        next_cursor?: string | null;
                        total?: number | null;
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    read_price_picture_markets__market_id__price_svg_get: {
        parameters: {
            query?: {
                /** @description json */
                format?: "json";
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path: {
                market_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "image/svg+xml": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    read_prices_markets__market_id__prices_get: {
        parameters: {
            query?: {
                /** @description rows of one page */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description json, csv or parquet */
                format?: "json" | "csv" | "parquet";
                /** @description first moment, ISO 8601; without a zone it is UTC */
                since?: string | null;
                /** @description first moment after the window, ISO 8601 */
                until?: string | null;
                /** @description the whole window in so many rows: first, lowest, highest and last of each slot of time */
                points?: number | null;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path: {
                market_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "ask": 0.63,
                     *           "bid": 0.61,
                     *           "knowable_at": "2026-01-31T14:05:30Z",
                     *           "market_id": "900001",
                     *           "p_yes": 0.62,
                     *           "price_kind": "mid",
                     *           "source": "books",
                     *           "spread": 0.02,
                     *           "ts": "2026-01-31T14:05:00Z"
                     *         }
                     *       ],
                     *       "meta": {
                     *         "as_of": "2026-01-31T00:00:00Z",
                     *         "lake_version": "5f0c8a9",
                     *         "run_id": "20260131T000000-1a2b",
                     *         "simulated": true
                     *       },
                     *       "total": 1
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Price"][];
                        meta: components["schemas"]["Meta"];
                        next_cursor?: string | null;
                        total?: number | null;
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    read_metrics_metrics_get: {
        parameters: {
            query?: {
                /** @description json */
                format?: "json";
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    read_oembed_oembed_get: {
        parameters: {
            query: {
                /** @description address of a page */
                url: string;
                /** @description pixels */
                maxwidth?: number | null;
                /** @description pixels */
                maxheight?: number | null;
                /** @description json */
                format?: "json";
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description oEmbed 1.0: title, html of a frame, its size, a picture */
                        data: Record<string, never>;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    list_runs_ops_runs_get: {
        parameters: {
            query?: {
                /** @description rows of one page */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description json, csv or parquet */
                format?: "json" | "csv" | "parquet";
                /** @description running, done, paused or failed */
                status?: string | null;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    read_run_ops_runs__run_id__get: {
        parameters: {
            query?: {
                /** @description json; csv or parquet for one table of the answer */
                format?: "json" | "csv" | "parquet";
                /** @description for csv and parquet: which table, such as diagram.bins; needed where there are several */
                table?: string | null;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    read_overview_overview_get: {
        parameters: {
            query?: {
                /** @description json; csv or parquet for one table of the answer */
                format?: "json" | "csv" | "parquet";
                /** @description for csv and parquet: which table, such as diagram.bins; needed where there are several */
                table?: string | null;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "believable": [
                     *           {
                     *             "category": "politics",
                     *             "open": 212,
                     *             "slope": {
                     *               "few": false,
                     *               "high": 1.43,
                     *               "low": 1.05,
                     *               "n": 412,
                     *               "n_events": 203,
                     *               "reason": "",
                     *               "unit": "event",
                     *               "value": 1.24
                     *             },
                     *             "verdict": "timid"
                     *           },
                     *           {
                     *             "category": "science",
                     *             "open": 9,
                     *             "slope": {
                     *               "few": true,
                     *               "n": 22,
                     *               "n_events": 13,
                     *               "reason": "too few: 13 events, 30 are needed"
                     *             },
                     *             "verdict": "too few"
                     *           }
                     *         ],
                     *         "believable_share": {
                     *           "few": false,
                     *           "high": 0.74,
                     *           "low": 0.68,
                     *           "n": 412,
                     *           "n_events": 203,
                     *           "reason": "",
                     *           "unit": "event",
                     *           "value": 0.71
                     *         },
                     *         "changes": {
                     *           "after": "20260131T000000-1a2b",
                     *           "before": "20260130T000000-1a2b",
                     *           "code_changed": false,
                     *           "labels_changed": 1,
                     *           "made_differently": [],
                     *           "rows_gone": 0,
                     *           "rows_new": 12
                     *         },
                     *         "gaps_to_recalibrated": [
                     *           {
                     *             "category": "politics",
                     *             "cutoff_at": "2026-01-31T00:00:00Z",
                     *             "gap": 0.04,
                     *             "high": 0.7,
                     *             "low": 0.61,
                     *             "market_id": "900001",
                     *             "n": 640,
                     *             "n_events": 301,
                     *             "p_recalibrated": 0.66,
                     *             "price": 0.62,
                     *             "question": "Simulated: will the harbour line open?",
                     *             "verdict": "helps"
                     *           }
                     *         ],
                     *         "in_fair_groups": 855,
                     *         "incoherent": [
                     *           {
                     *             "age_seconds": 300,
                     *             "event_id": "800001",
                     *             "gap": 0.012,
                     *             "kind": "sum",
                     *             "n_markets": 5,
                     *             "sum": 1.012,
                     *             "title": "Simulated: harbour votes"
                     *           }
                     *         ],
                     *         "moved": [
                     *           {
                     *             "category": "politics",
                     *             "excess": 1.4,
                     *             "liquidity_bucket": "MID",
                     *             "market_id": "900001",
                     *             "p": 0.67,
                     *             "p_before": 0.6,
                     *             "q10": 0.57,
                     *             "q90": 0.63,
                     *             "question": "Simulated: will the harbour line open?",
                     *             "side": "above",
                     *             "ts": "2026-01-31T14:05:00Z"
                     *           }
                     *         ],
                     *         "not_seen": {
                     *           "days": [
                     *             {
                     *               "asked": 3,
                     *               "day": "2026-01-31",
                     *               "share": 0.97,
                     *               "source": "clob"
                     *             }
                     *           ],
                     *           "gaps": 2,
                     *           "stale_markets": 31,
                     *           "truncated": 0,
                     *           "unlabelled": 4
                     *         },
                     *         "open_markets": 1204,
                     *         "outside_range": 9
                     *       },
                     *       "meta": {
                     *         "as_of": "2026-01-31T00:00:00Z",
                     *         "lake_version": "5f0c8a9",
                     *         "run_id": "20260131T000000-1a2b",
                     *         "simulated": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Overview"];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    read_recalibrated_recalibrated_get: {
        parameters: {
            query?: {
                /** @description rows of one page */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description json, csv or parquet */
                format?: "json" | "csv" | "parquet";
                /** @description as in market_registry */
                category?: string | null;
                /** @description scheduled, close or game_start */
                anchor?: string | null;
                /** @description 30d, 7d, 48h, 24h or 1h */
                horizon?: string | null;
                /** @description one market */
                market_id?: string | null;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "anchor": "scheduled",
                     *           "category": "politics",
                     *           "cutoff_at": "2026-01-31T00:00:00Z",
                     *           "high": 0.7,
                     *           "horizon": "24h",
                     *           "low": 0.61,
                     *           "market_id": "900001",
                     *           "method": "cox",
                     *           "p_recalibrated": 0.66,
                     *           "p_yes": 0.62,
                     *           "statement": "helps: later prices lost 0.004 nats less",
                     *           "trained_on": 812,
                     *           "trained_until": "2026-01-01T00:00:00Z",
                     *           "verdict": "helps"
                     *         }
                     *       ],
                     *       "meta": {
                     *         "as_of": "2026-01-31T00:00:00Z",
                     *         "lake_version": "5f0c8a9",
                     *         "run_id": "20260131T000000-1a2b",
                     *         "simulated": true
                     *       },
                     *       "total": 1
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["RecalibratedPrice"][];
                        meta: components["schemas"]["Meta"];
                        next_cursor?: string | null;
                        total?: number | null;
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    read_evidence_recalibrated_evidence_get: {
        parameters: {
            query?: {
                /** @description rows of one page */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description json, csv or parquet */
                format?: "json" | "csv" | "parquet";
                /** @description as in market_registry */
                category?: string | null;
                /** @description scheduled, close or game_start */
                anchor?: string | null;
                /** @description 30d, 7d, 48h, 24h or 1h */
                horizon?: string | null;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "anchor": "scheduled",
                     *           "category": "politics",
                     *           "gain": 0.004,
                     *           "gain_high": 0.007,
                     *           "gain_low": 0.001,
                     *           "horizon": "24h",
                     *           "log_loss_price": 0.421,
                     *           "methods": "cox",
                     *           "n": 640,
                     *           "n_events": 301,
                     *           "n_weeks": 19,
                     *           "smallest_detectable": 0.004,
                     *           "statement": "helps: later prices lost 0.004 nats less",
                     *           "unit": "week",
                     *           "verdict": "helps"
                     *         }
                     *       ],
                     *       "meta": {
                     *         "as_of": "2026-01-31T00:00:00Z",
                     *         "lake_version": "5f0c8a9",
                     *         "run_id": "20260131T000000-1a2b",
                     *         "simulated": true
                     *       },
                     *       "total": 1
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["RecalibrationEvidence"][];
                        meta: components["schemas"]["Meta"];
                        next_cursor?: string | null;
                        total?: number | null;
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    read_scoreboard_scoreboard_get: {
        parameters: {
            query?: {
                /** @description rows of one page */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description json, csv or parquet */
                format?: "json" | "csv" | "parquet";
                /** @description venue, or all */
                venue?: string | null;
                /** @description category, or all */
                category?: string | null;
                /** @description LOW, MID, HIGH, UNKNOWN or all */
                liquidity_bucket?: string | null;
                /** @description 30d, 7d, 48h, 24h or 1h */
                horizon?: string | null;
                /** @description scheduled, close or game_start */
                anchor?: string | null;
                /** @description market or event */
                weighting?: string | null;
                /** @description all or observed */
                ends?: string | null;
                /** @description only markets that ended in the last days before as_of, such as 90d */
                window?: string | null;
                /** @description which end the window means */
                window_by?: "scheduled_end" | "resolution";
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "anchor": "scheduled",
                     *           "brier": 0.137,
                     *           "brier_high": 0.153,
                     *           "brier_low": 0.121,
                     *           "category": "all",
                     *           "dsc": 0.112,
                     *           "ece": 0.031,
                     *           "ece_debiased": 0.0002,
                     *           "effective_events": 203,
                     *           "ends": "all",
                     *           "horizon": "24h",
                     *           "in_the_large": 0.02,
                     *           "in_the_large_high": 0.25,
                     *           "in_the_large_low": -0.21,
                     *           "liquidity_bucket": "all",
                     *           "log_loss": 0.421,
                     *           "mcb": 0.004,
                     *           "mean_p": 0.48,
                     *           "n": 412,
                     *           "n_already_resolved": 1,
                     *           "n_events": 203,
                     *           "n_no_price": 3,
                     *           "n_stale": 12,
                     *           "n_stale_yes": 5,
                     *           "n_unresolved": 9,
                     *           "n_void": 2,
                     *           "note": "simulated",
                     *           "outcome_visible": false,
                     *           "p_calibrated": 0.71,
                     *           "share_extreme": 0.11,
                     *           "share_yes": 0.47,
                     *           "simulated": true,
                     *           "slope": 0.97,
                     *           "slope_high": 1.11,
                     *           "slope_low": 0.83,
                     *           "unc": 0.249,
                     *           "venue": "world",
                     *           "weighting": "event"
                     *         }
                     *       ],
                     *       "meta": {
                     *         "as_of": "2026-01-31T00:00:00Z",
                     *         "lake_version": "5f0c8a9",
                     *         "run_id": "20260131T000000-1a2b",
                     *         "simulated": true
                     *       },
                     *       "total": 1
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["ScoreboardRow"][];
                        meta: components["schemas"]["Meta"];
                        next_cursor?: string | null;
                        total?: number | null;
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    read_attrition_scoreboard_attrition_get: {
        parameters: {
            query?: {
                /** @description json; csv or parquet for one table of the answer */
                format?: "json" | "csv" | "parquet";
                /** @description for csv and parquet: which table, such as diagram.bins; needed where there are several */
                table?: string | null;
                /** @description scheduled, close or game_start */
                anchor?: string;
                /** @description 30d, 7d, 48h, 24h or 1h */
                horizon?: string;
                /** @description event or market; trade and dollar need fills */
                weighting?: string;
                /** @description quote, last (however old), mean_1h, trade_1h, bid or ask */
                price?: string;
                /** @description only the cohort of the last days before as_of, such as 90d */
                window?: string | null;
                /** @description scheduled_end or resolution */
                window_by?: string;
                /** @description where it trades */
                venue?: string | null;
                /** @description as in market_registry */
                category?: string | null;
                /** @description LOW, MID, HIGH or UNKNOWN, as then observed */
                liquidity_bucket?: string | null;
                /** @description connector or drop that brought the price */
                price_source?: string | null;
                /** @description one of category_tags */
                tag?: string | null;
                /** @description part of the question or the slug */
                text?: string | null;
                /** @description all, observed (ends that were known beforehand) or assumed */
                ends?: string | null;
                /** @description volume_24h as then observed, LEAST:MOST in USDC */
                volume?: string | null;
                /** @description distinct wallets, LEAST:MOST */
                traders?: string | null;
                /** @description from start to anchor, LEAST:MOST in days */
                duration?: string | null;
                /** @description age of the price, LEAST:MOST in seconds */
                age?: string | null;
                /** @description spread of the quote, LEAST:MOST */
                spread?: string | null;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "question": {
                     *           "anchor": "scheduled",
                     *           "category": "politics",
                     *           "horizon": "24h",
                     *           "price": "quote",
                     *           "until": "2026-01-31T00:00:00Z",
                     *           "weighting": "event"
                     *         },
                     *         "sensitivity": [
                     *           {
                     *             "brier": 0.137,
                     *             "labels": "as scored",
                     *             "mcb": 0.004,
                     *             "mean_p": 0.48,
                     *             "n": 412,
                     *             "n_events": 203,
                     *             "share_yes": 0.47,
                     *             "slope": 0.97
                     *           }
                     *         ],
                     *         "simulated": true,
                     *         "steps": [
                     *           {
                     *             "events": 215,
                     *             "high": 0.54,
                     *             "labelled": 420,
                     *             "low": 0.4,
                     *             "markets": 440,
                     *             "meaning": "markets of the cohort",
                     *             "share_yes": 0.47,
                     *             "step": "listed"
                     *           }
                     *         ]
                     *       },
                     *       "meta": {
                     *         "as_of": "2026-01-31T00:00:00Z",
                     *         "lake_version": "5f0c8a9",
                     *         "run_id": "20260131T000000-1a2b",
                     *         "simulated": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Attrition"];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    read_cell_scoreboard_cell_get: {
        parameters: {
            query?: {
                /** @description json; csv or parquet for one table of the answer */
                format?: "json" | "csv" | "parquet";
                /** @description for csv and parquet: which table, such as diagram.bins; needed where there are several */
                table?: string | null;
                /** @description scheduled, close or game_start */
                anchor?: string;
                /** @description 30d, 7d, 48h, 24h or 1h */
                horizon?: string;
                /** @description event or market; trade and dollar need fills */
                weighting?: string;
                /** @description quote, last (however old), mean_1h, trade_1h, bid or ask */
                price?: string;
                /** @description only the cohort of the last days before as_of, such as 90d */
                window?: string | null;
                /** @description scheduled_end or resolution */
                window_by?: string;
                /** @description where it trades */
                venue?: string | null;
                /** @description as in market_registry */
                category?: string | null;
                /** @description LOW, MID, HIGH or UNKNOWN, as then observed */
                liquidity_bucket?: string | null;
                /** @description connector or drop that brought the price */
                price_source?: string | null;
                /** @description one of category_tags */
                tag?: string | null;
                /** @description part of the question or the slug */
                text?: string | null;
                /** @description all, observed (ends that were known beforehand) or assumed */
                ends?: string | null;
                /** @description volume_24h as then observed, LEAST:MOST in USDC */
                volume?: string | null;
                /** @description distinct wallets, LEAST:MOST */
                traders?: string | null;
                /** @description from start to anchor, LEAST:MOST in days */
                duration?: string | null;
                /** @description age of the price, LEAST:MOST in seconds */
                age?: string | null;
                /** @description spread of the quote, LEAST:MOST */
                spread?: string | null;
                /** @description 0, or 999 and more: judge MCB and ECE, draw the band */
                draws?: number;
                /** @description of the draws */
                seed?: number;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "counts": {
                     *           "already_resolved": 4,
                     *           "no_price": 3,
                     *           "priced": 421,
                     *           "rows": 440,
                     *           "stale": 12,
                     *           "stale_yes": 5,
                     *           "unresolved": 7,
                     *           "void": 2,
                     *           "without_bucket": 31
                     *         },
                     *         "diagram": {
                     *           "bins": [
                     *             {
                     *               "effective_n": 26.1,
                     *               "events": 27,
                     *               "high": 0.8,
                     *               "low": 0.53,
                     *               "n": 29,
                     *               "price": 0.648,
                     *               "share_yes": 0.686,
                     *               "weight": 0.07
                     *             }
                     *           ],
                     *           "curve": {
                     *             "price": [
                     *               0.02,
                     *               0.4,
                     *               0.97
                     *             ],
                     *             "share_yes": [
                     *               0,
                     *               0.38,
                     *               1
                     *             ]
                     *           },
                     *           "histogram": [
                     *             12,
                     *             9
                     *           ]
                     *         },
                     *         "discrimination": {
                     *           "auc": {
                     *             "by_unit": {
                     *               "event": [
                     *                 0.88,
                     *                 0.94
                     *               ],
                     *               "week": [
                     *                 0.881,
                     *                 0.939
                     *               ]
                     *             },
                     *             "df": 202,
                     *             "error": 0.014999999999999986,
                     *             "high": 0.94,
                     *             "low": 0.88,
                     *             "unit": "event",
                     *             "value": 0.91
                     *           },
                     *           "murphy_curve": {
                     *             "loss": [
                     *               0.01,
                     *               0.2
                     *             ],
                     *             "threshold": [
                     *               0.01,
                     *               0.5
                     *             ]
                     *           },
                     *           "roc": {
                     *             "false_positive": [
                     *               0,
                     *               0.1,
                     *               1
                     *             ],
                     *             "true_positive": [
                     *               0,
                     *               0.8,
                     *               1
                     *             ]
                     *           }
                     *         },
                     *         "favourite_side": {
                     *           "brier": {
                     *             "by_unit": {
                     *               "event": [
                     *                 0.121,
                     *                 0.153
                     *               ],
                     *               "week": [
                     *                 0.122,
                     *                 0.152
                     *               ]
                     *             },
                     *             "df": 202,
                     *             "error": 0.008,
                     *             "high": 0.153,
                     *             "low": 0.121,
                     *             "unit": "event",
                     *             "value": 0.137
                     *           },
                     *           "flipped": 210,
                     *           "in_the_large": {
                     *             "by_unit": {
                     *               "event": [
                     *                 -0.21,
                     *                 0.25
                     *               ],
                     *               "week": [
                     *                 -0.209,
                     *                 0.249
                     *               ]
                     *             },
                     *             "df": 202,
                     *             "error": 0.11499999999999999,
                     *             "high": 0.25,
                     *             "low": -0.21,
                     *             "unit": "event",
                     *             "value": 0.02
                     *           },
                     *           "log_loss": {
                     *             "by_unit": {
                     *               "event": [
                     *                 0.38,
                     *                 0.462
                     *               ],
                     *               "week": [
                     *                 0.381,
                     *                 0.461
                     *               ]
                     *             },
                     *             "df": 202,
                     *             "error": 0.020500000000000004,
                     *             "high": 0.462,
                     *             "low": 0.38,
                     *             "unit": "event",
                     *             "value": 0.421
                     *           },
                     *           "n": 412,
                     *           "n_events": 203,
                     *           "reason": "",
                     *           "skill": {
                     *             "by_unit": {
                     *               "event": [
                     *                 0.39,
                     *                 0.51
                     *               ],
                     *               "week": [
                     *                 0.391,
                     *                 0.509
                     *               ]
                     *             },
                     *             "df": 202,
                     *             "error": 0.03,
                     *             "high": 0.51,
                     *             "low": 0.39,
                     *             "unit": "event",
                     *             "value": 0.45
                     *           },
                     *           "slope": {
                     *             "by_unit": {
                     *               "event": [
                     *                 0.83,
                     *                 1.11
                     *               ],
                     *               "week": [
                     *                 0.831,
                     *                 1.1090000000000002
                     *               ]
                     *             },
                     *             "df": 202,
                     *             "error": 0.07000000000000003,
                     *             "high": 1.11,
                     *             "low": 0.83,
                     *             "unit": "event",
                     *             "value": 0.97
                     *           },
                     *           "ties": 3
                     *         },
                     *         "figures": {
                     *           "corp": {
                     *             "dsc": 0.116,
                     *             "mcb": 0.004,
                     *             "unc": 0.249
                     *           },
                     *           "corp_log_loss": {
                     *             "dsc": 0.29,
                     *             "mcb": 0.02,
                     *             "unc": 0.691
                     *           },
                     *           "ece": {
                     *             "equal_mass": 0.03,
                     *             "equal_width": 0.031,
                     *             "root_mean_square": 0.04,
                     *             "smooth": 0.024,
                     *             "squared_debiased": 0.0002
                     *           },
                     *           "effective_events": 203,
                     *           "effective_weeks": 22.4,
                     *           "enough": true,
                     *           "estimates": {
                     *             "base_rate": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   0.4,
                     *                   0.54
                     *                 ],
                     *                 "week": [
                     *                   0.401,
                     *                   0.539
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.035,
                     *               "high": 0.54,
                     *               "low": 0.4,
                     *               "unit": "event",
                     *               "value": 0.47
                     *             },
                     *             "brier": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   0.121,
                     *                   0.153
                     *                 ],
                     *                 "week": [
                     *                   0.122,
                     *                   0.152
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.008,
                     *               "high": 0.153,
                     *               "low": 0.121,
                     *               "unit": "event",
                     *               "value": 0.137
                     *             },
                     *             "in_the_large": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   -0.21,
                     *                   0.25
                     *                 ],
                     *                 "week": [
                     *                   -0.209,
                     *                   0.249
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.11499999999999999,
                     *               "high": 0.25,
                     *               "low": -0.21,
                     *               "unit": "event",
                     *               "value": 0.02
                     *             },
                     *             "intercept": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   -0.2,
                     *                   0.2
                     *                 ],
                     *                 "week": [
                     *                   -0.199,
                     *                   0.199
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.1,
                     *               "high": 0.2,
                     *               "low": -0.2,
                     *               "unit": "event",
                     *               "value": 0.01
                     *             },
                     *             "log_loss": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   0.38,
                     *                   0.462
                     *                 ],
                     *                 "week": [
                     *                   0.381,
                     *                   0.461
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.020500000000000004,
                     *               "high": 0.462,
                     *               "low": 0.38,
                     *               "unit": "event",
                     *               "value": 0.421
                     *             },
                     *             "mean_price": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   0.43,
                     *                   0.53
                     *                 ],
                     *                 "week": [
                     *                   0.431,
                     *                   0.529
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.02500000000000001,
                     *               "high": 0.53,
                     *               "low": 0.43,
                     *               "unit": "event",
                     *               "value": 0.48
                     *             },
                     *             "skill": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   0.39,
                     *                   0.51
                     *                 ],
                     *                 "week": [
                     *                   0.391,
                     *                   0.509
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.03,
                     *               "high": 0.51,
                     *               "low": 0.39,
                     *               "unit": "event",
                     *               "value": 0.45
                     *             },
                     *             "slope": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   0.83,
                     *                   1.11
                     *                 ],
                     *                 "week": [
                     *                   0.831,
                     *                   1.1090000000000002
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.07000000000000003,
                     *               "high": 1.11,
                     *               "low": 0.83,
                     *               "unit": "event",
                     *               "value": 0.97
                     *             }
                     *           },
                     *           "events_no": 131,
                     *           "events_yes": 97,
                     *           "mean_p": 0.48,
                     *           "murphy": {
                     *             "brier": 0.137,
                     *             "rel": 0.003,
                     *             "res": 0.115,
                     *             "unc": 0.249,
                     *             "wbc": 0.0005,
                     *             "wbv": 0.001
                     *           },
                     *           "n": 412,
                     *           "n_events": 203,
                     *           "n_weeks": 26,
                     *           "reason": "",
                     *           "refused": {},
                     *           "share_yes": {
                     *             "high": 0.54,
                     *             "low": 0.4,
                     *             "value": 0.47
                     *           },
                     *           "tests": {
                     *             "joint": {
                     *               "by_unit": {
                     *                 "event": 0.71,
                     *                 "week": 0.65
                     *               },
                     *               "p_value": 0.71,
                     *               "unit": "event"
                     *             },
                     *             "spiegelhalter": {
                     *               "by_unit": {
                     *                 "event": 0.71,
                     *                 "week": 0.65
                     *               },
                     *               "p_value": 0.71,
                     *               "unit": "event"
                     *             }
                     *           }
                     *         },
                     *         "outcome_visible": false,
                     *         "prices": {
                     *           "mean_1h": {
                     *             "mean_1h": {
                     *               "brier": {
                     *                 "by_unit": {
                     *                   "event": [
                     *                     0.121,
                     *                     0.153
                     *                   ],
                     *                   "week": [
                     *                     0.122,
                     *                     0.152
                     *                   ]
                     *                 },
                     *                 "df": 202,
                     *                 "error": 0.008,
                     *                 "high": 0.153,
                     *                 "low": 0.121,
                     *                 "unit": "event",
                     *                 "value": 0.137
                     *               },
                     *               "in_the_large": {
                     *                 "by_unit": {
                     *                   "event": [
                     *                     -0.21,
                     *                     0.25
                     *                   ],
                     *                   "week": [
                     *                     -0.209,
                     *                     0.249
                     *                   ]
                     *                 },
                     *                 "df": 202,
                     *                 "error": 0.11499999999999999,
                     *                 "high": 0.25,
                     *                 "low": -0.21,
                     *                 "unit": "event",
                     *                 "value": 0.02
                     *               },
                     *               "log_loss": {
                     *                 "by_unit": {
                     *                   "event": [
                     *                     0.38,
                     *                     0.462
                     *                   ],
                     *                   "week": [
                     *                     0.381,
                     *                     0.461
                     *                   ]
                     *                 },
                     *                 "df": 202,
                     *                 "error": 0.020500000000000004,
                     *                 "high": 0.462,
                     *                 "low": 0.38,
                     *                 "unit": "event",
                     *                 "value": 0.421
                     *               },
                     *               "n": 412,
                     *               "n_events": 203,
                     *               "reason": "",
                     *               "skill": {
                     *                 "by_unit": {
                     *                   "event": [
                     *                     0.39,
                     *                     0.51
                     *                   ],
                     *                   "week": [
                     *                     0.391,
                     *                     0.509
                     *                   ]
                     *                 },
                     *                 "df": 202,
                     *                 "error": 0.03,
                     *                 "high": 0.51,
                     *                 "low": 0.39,
                     *                 "unit": "event",
                     *                 "value": 0.45
                     *               },
                     *               "slope": {
                     *                 "by_unit": {
                     *                   "event": [
                     *                     0.83,
                     *                     1.11
                     *                   ],
                     *                   "week": [
                     *                     0.831,
                     *                     1.1090000000000002
                     *                   ]
                     *                 },
                     *                 "df": 202,
                     *                 "error": 0.07000000000000003,
                     *                 "high": 1.11,
                     *                 "low": 0.83,
                     *                 "unit": "event",
                     *                 "value": 0.97
                     *               }
                     *             },
                     *             "n": 380,
                     *             "quote": {
                     *               "brier": {
                     *                 "by_unit": {
                     *                   "event": [
                     *                     0.121,
                     *                     0.153
                     *                   ],
                     *                   "week": [
                     *                     0.122,
                     *                     0.152
                     *                   ]
                     *                 },
                     *                 "df": 202,
                     *                 "error": 0.008,
                     *                 "high": 0.153,
                     *                 "low": 0.121,
                     *                 "unit": "event",
                     *                 "value": 0.137
                     *               },
                     *               "in_the_large": {
                     *                 "by_unit": {
                     *                   "event": [
                     *                     -0.21,
                     *                     0.25
                     *                   ],
                     *                   "week": [
                     *                     -0.209,
                     *                     0.249
                     *                   ]
                     *                 },
                     *                 "df": 202,
                     *                 "error": 0.11499999999999999,
                     *                 "high": 0.25,
                     *                 "low": -0.21,
                     *                 "unit": "event",
                     *                 "value": 0.02
                     *               },
                     *               "log_loss": {
                     *                 "by_unit": {
                     *                   "event": [
                     *                     0.38,
                     *                     0.462
                     *                   ],
                     *                   "week": [
                     *                     0.381,
                     *                     0.461
                     *                   ]
                     *                 },
                     *                 "df": 202,
                     *                 "error": 0.020500000000000004,
                     *                 "high": 0.462,
                     *                 "low": 0.38,
                     *                 "unit": "event",
                     *                 "value": 0.421
                     *               },
                     *               "n": 412,
                     *               "n_events": 203,
                     *               "reason": "",
                     *               "skill": {
                     *                 "by_unit": {
                     *                   "event": [
                     *                     0.39,
                     *                     0.51
                     *                   ],
                     *                   "week": [
                     *                     0.391,
                     *                     0.509
                     *                   ]
                     *                 },
                     *                 "df": 202,
                     *                 "error": 0.03,
                     *                 "high": 0.51,
                     *                 "low": 0.39,
                     *                 "unit": "event",
                     *                 "value": 0.45
                     *               },
                     *               "slope": {
                     *                 "by_unit": {
                     *                   "event": [
                     *                     0.83,
                     *                     1.11
                     *                   ],
                     *                   "week": [
                     *                     0.831,
                     *                     1.1090000000000002
                     *                   ]
                     *                 },
                     *                 "df": 202,
                     *                 "error": 0.07000000000000003,
                     *                 "high": 1.11,
                     *                 "low": 0.83,
                     *                 "unit": "event",
                     *                 "value": 0.97
                     *               }
                     *             }
                     *           },
                     *           "trade_1h": "not available: no row has it"
                     *         },
                     *         "question": {
                     *           "anchor": "scheduled",
                     *           "category": "politics",
                     *           "horizon": "24h",
                     *           "price": "quote",
                     *           "until": "2026-01-31T00:00:00Z",
                     *           "weighting": "event"
                     *         },
                     *         "simulated": true,
                     *         "verdict": {
                     *           "sentence": "not told apart from calibrated prices: slope 0.970 [0.830, 1.110], joint p = 0.71; the smallest departure of the slope that could have been seen is 0.200",
                     *           "word": "no difference seen"
                     *         },
                     *         "weightings": {
                     *           "dollar": "not available: no trades",
                     *           "event": {
                     *             "brier": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   0.121,
                     *                   0.153
                     *                 ],
                     *                 "week": [
                     *                   0.122,
                     *                   0.152
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.008,
                     *               "high": 0.153,
                     *               "low": 0.121,
                     *               "unit": "event",
                     *               "value": 0.137
                     *             },
                     *             "in_the_large": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   -0.21,
                     *                   0.25
                     *                 ],
                     *                 "week": [
                     *                   -0.209,
                     *                   0.249
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.11499999999999999,
                     *               "high": 0.25,
                     *               "low": -0.21,
                     *               "unit": "event",
                     *               "value": 0.02
                     *             },
                     *             "log_loss": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   0.38,
                     *                   0.462
                     *                 ],
                     *                 "week": [
                     *                   0.381,
                     *                   0.461
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.020500000000000004,
                     *               "high": 0.462,
                     *               "low": 0.38,
                     *               "unit": "event",
                     *               "value": 0.421
                     *             },
                     *             "n": 412,
                     *             "n_events": 203,
                     *             "reason": "",
                     *             "skill": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   0.39,
                     *                   0.51
                     *                 ],
                     *                 "week": [
                     *                   0.391,
                     *                   0.509
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.03,
                     *               "high": 0.51,
                     *               "low": 0.39,
                     *               "unit": "event",
                     *               "value": 0.45
                     *             },
                     *             "slope": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   0.83,
                     *                   1.11
                     *                 ],
                     *                 "week": [
                     *                   0.831,
                     *                   1.1090000000000002
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.07000000000000003,
                     *               "high": 1.11,
                     *               "low": 0.83,
                     *               "unit": "event",
                     *               "value": 0.97
                     *             }
                     *           },
                     *           "market": {
                     *             "brier": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   0.121,
                     *                   0.153
                     *                 ],
                     *                 "week": [
                     *                   0.122,
                     *                   0.152
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.008,
                     *               "high": 0.153,
                     *               "low": 0.121,
                     *               "unit": "event",
                     *               "value": 0.137
                     *             },
                     *             "in_the_large": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   -0.21,
                     *                   0.25
                     *                 ],
                     *                 "week": [
                     *                   -0.209,
                     *                   0.249
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.11499999999999999,
                     *               "high": 0.25,
                     *               "low": -0.21,
                     *               "unit": "event",
                     *               "value": 0.02
                     *             },
                     *             "log_loss": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   0.38,
                     *                   0.462
                     *                 ],
                     *                 "week": [
                     *                   0.381,
                     *                   0.461
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.020500000000000004,
                     *               "high": 0.462,
                     *               "low": 0.38,
                     *               "unit": "event",
                     *               "value": 0.421
                     *             },
                     *             "n": 412,
                     *             "n_events": 203,
                     *             "reason": "",
                     *             "skill": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   0.39,
                     *                   0.51
                     *                 ],
                     *                 "week": [
                     *                   0.391,
                     *                   0.509
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.03,
                     *               "high": 0.51,
                     *               "low": 0.39,
                     *               "unit": "event",
                     *               "value": 0.45
                     *             },
                     *             "slope": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   0.83,
                     *                   1.11
                     *                 ],
                     *                 "week": [
                     *                   0.831,
                     *                   1.1090000000000002
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.07000000000000003,
                     *               "high": 1.11,
                     *               "low": 0.83,
                     *               "unit": "event",
                     *               "value": 0.97
                     *             }
                     *           },
                     *           "trade": "not available: no trades"
                     *         },
                     *         "whole_events": {
                     *           "brier": 0.5,
                     *           "events": 21,
                     *           "legs": 70,
                     *           "overround": 0.02,
                     *           "whole": 18
                     *         }
                     *       },
                     *       "meta": {
                     *         "as_of": "2026-01-31T00:00:00Z",
                     *         "lake_version": "5f0c8a9",
                     *         "run_id": "20260131T000000-1a2b",
                     *         "simulated": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Cell"];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    read_cells_scoreboard_cells_get: {
        parameters: {
            query?: {
                /** @description json; csv or parquet for one table of the answer */
                format?: "json" | "csv" | "parquet";
                /** @description for csv and parquet: which table, such as diagram.bins; needed where there are several */
                table?: string | null;
                /** @description scheduled, close or game_start */
                anchor?: string;
                /** @description 30d, 7d, 48h, 24h or 1h */
                horizon?: string;
                /** @description event or market; trade and dollar need fills */
                weighting?: string;
                /** @description quote, last (however old), mean_1h, trade_1h, bid or ask */
                price?: string;
                /** @description only the cohort of the last days before as_of, such as 90d */
                window?: string | null;
                /** @description scheduled_end or resolution */
                window_by?: string;
                /** @description where it trades */
                venue?: string | null;
                /** @description as in market_registry */
                category?: string | null;
                /** @description LOW, MID, HIGH or UNKNOWN, as then observed */
                liquidity_bucket?: string | null;
                /** @description connector or drop that brought the price */
                price_source?: string | null;
                /** @description one of category_tags */
                tag?: string | null;
                /** @description part of the question or the slug */
                text?: string | null;
                /** @description all, observed (ends that were known beforehand) or assumed */
                ends?: string | null;
                /** @description volume_24h as then observed, LEAST:MOST in USDC */
                volume?: string | null;
                /** @description distinct wallets, LEAST:MOST */
                traders?: string | null;
                /** @description from start to anchor, LEAST:MOST in days */
                duration?: string | null;
                /** @description age of the price, LEAST:MOST in seconds */
                age?: string | null;
                /** @description spread of the quote, LEAST:MOST */
                spread?: string | null;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "cells": [
                     *           {
                     *             "brier": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   0.121,
                     *                   0.153
                     *                 ],
                     *                 "week": [
                     *                   0.122,
                     *                   0.152
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.008,
                     *               "high": 0.153,
                     *               "low": 0.121,
                     *               "unit": "event",
                     *               "value": 0.137
                     *             },
                     *             "category": "politics",
                     *             "differs": false,
                     *             "differs_bh": false,
                     *             "enough": true,
                     *             "horizon": "24h",
                     *             "in_the_large": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   -0.21,
                     *                   0.25
                     *                 ],
                     *                 "week": [
                     *                   -0.209,
                     *                   0.249
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.11499999999999999,
                     *               "high": 0.25,
                     *               "low": -0.21,
                     *               "unit": "event",
                     *               "value": 0.02
                     *             },
                     *             "log_loss": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   0.38,
                     *                   0.462
                     *                 ],
                     *                 "week": [
                     *                   0.381,
                     *                   0.461
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.020500000000000004,
                     *               "high": 0.462,
                     *               "low": 0.38,
                     *               "unit": "event",
                     *               "value": 0.421
                     *             },
                     *             "mcb": 0.004,
                     *             "n": 412,
                     *             "n_events": 203,
                     *             "outcome_visible": false,
                     *             "p_value": 0.71,
                     *             "reason": "",
                     *             "skill": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   0.39,
                     *                   0.51
                     *                 ],
                     *                 "week": [
                     *                   0.391,
                     *                   0.509
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.03,
                     *               "high": 0.51,
                     *               "low": 0.39,
                     *               "unit": "event",
                     *               "value": 0.45
                     *             },
                     *             "slope": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   0.83,
                     *                   1.11
                     *                 ],
                     *                 "week": [
                     *                   0.831,
                     *                   1.1090000000000002
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.07000000000000003,
                     *               "high": 1.11,
                     *               "low": 0.83,
                     *               "unit": "event",
                     *               "value": 0.97
                     *             }
                     *           }
                     *         ],
                     *         "judged": 1,
                     *         "pooled": {
                     *           "slope": {
                     *             "mean": 1,
                     *             "tau2": {
                     *               "category": 0.01,
                     *               "cell": 0,
                     *               "horizon": 0
                     *             }
                     *           }
                     *         },
                     *         "q": 0.1,
                     *         "question": {
                     *           "anchor": "scheduled",
                     *           "category": "politics",
                     *           "price": "quote",
                     *           "until": "2026-01-31T00:00:00Z",
                     *           "weighting": "event"
                     *         },
                     *         "rule": "Benjamini and Yekutieli",
                     *         "simulated": true,
                     *         "test": "joint Wald test"
                     *       },
                     *       "meta": {
                     *         "as_of": "2026-01-31T00:00:00Z",
                     *         "lake_version": "5f0c8a9",
                     *         "run_id": "20260131T000000-1a2b",
                     *         "simulated": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Cells"];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    read_changes_scoreboard_changes_get: {
        parameters: {
            query: {
                /** @description json; csv or parquet for one table of the answer */
                format?: "json" | "csv" | "parquet";
                /** @description for csv and parquet: which table, such as diagram.bins; needed where there are several */
                table?: string | null;
                /** @description the earlier run */
                before: string;
                /** @description the later run; default: the newest finished one */
                after?: string | null;
                /** @description scheduled, close or game_start */
                anchor?: string;
                /** @description 30d, 7d, 48h, 24h or 1h */
                horizon?: string;
                /** @description event or market */
                weighting?: "event" | "market";
                /** @description where it trades */
                venue?: string | null;
                /** @description as in market_registry */
                category?: string | null;
                /** @description LOW, MID, HIGH or UNKNOWN */
                liquidity_bucket?: string | null;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "after": "20260131T000000-1a2b",
                     *         "as_of": [
                     *           "2026-01-30T00:00:00Z",
                     *           "2026-01-31T00:00:00Z"
                     *         ],
                     *         "before": "20260130T000000-1a2b",
                     *         "cell": {
                     *           "anchor": "scheduled",
                     *           "horizon": "24h",
                     *           "weighting": "event"
                     *         },
                     *         "figures": {
                     *           "brier": {
                     *             "after": 0.137,
                     *             "before": 0.136,
                     *             "code": 0,
                     *             "data": 0.0006,
                     *             "difference": 0.001,
                     *             "labels": 0.0004
                     *           }
                     *         },
                     *         "made_differently": [],
                     *         "rows": {
                     *           "code": 0,
                     *           "data": 11,
                     *           "labels": 1,
                     *           "same": 400
                     *         }
                     *       },
                     *       "meta": {
                     *         "as_of": "2026-01-31T00:00:00Z",
                     *         "lake_version": "5f0c8a9",
                     *         "run_id": "20260131T000000-1a2b",
                     *         "simulated": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Changes"];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    read_comparison_scoreboard_compare_get: {
        parameters: {
            query: {
                /** @description json; csv or parquet for one table of the answer */
                format?: "json" | "csv" | "parquet";
                /** @description for csv and parquet: which table, such as diagram.bins; needed where there are several */
                table?: string | null;
                /** @description scheduled, close or game_start */
                anchor?: string;
                /** @description 30d, 7d, 48h, 24h or 1h */
                horizon?: string;
                /** @description event or market; trade and dollar need fills */
                weighting?: string;
                /** @description quote, last (however old), mean_1h, trade_1h, bid or ask */
                price?: string;
                /** @description only the cohort of the last days before as_of, such as 90d */
                window?: string | null;
                /** @description scheduled_end or resolution */
                window_by?: string;
                /** @description where it trades */
                venue?: string | null;
                /** @description as in market_registry */
                category?: string | null;
                /** @description LOW, MID, HIGH or UNKNOWN, as then observed */
                liquidity_bucket?: string | null;
                /** @description connector or drop that brought the price */
                price_source?: string | null;
                /** @description one of category_tags */
                tag?: string | null;
                /** @description part of the question or the slug */
                text?: string | null;
                /** @description all, observed (ends that were known beforehand) or assumed */
                ends?: string | null;
                /** @description volume_24h as then observed, LEAST:MOST in USDC */
                volume?: string | null;
                /** @description distinct wallets, LEAST:MOST */
                traders?: string | null;
                /** @description from start to anchor, LEAST:MOST in days */
                duration?: string | null;
                /** @description age of the price, LEAST:MOST in seconds */
                age?: string | null;
                /** @description spread of the quote, LEAST:MOST */
                spread?: string | null;
                /** @description venue, category, liquidity, source, ends, volume, duration, age or spread */
                by?: string;
                /** @description the two values, such as LOW,HIGH */
                compare: string;
                /** @description a difference of slopes: how many events would show it */
                detect?: number;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "differences": {
                     *           "slope": {
                     *             "by_unit": {
                     *               "event": [
                     *                 -0.1,
                     *                 0.3
                     *               ],
                     *               "week": [
                     *                 -0.099,
                     *                 0.299
                     *               ]
                     *             },
                     *             "df": 202,
                     *             "error": 0.1,
                     *             "high": 0.3,
                     *             "low": -0.1,
                     *             "p_value": 0.3,
                     *             "smallest_detectable": 0.28,
                     *             "unit": "event",
                     *             "value": 0.1
                     *           }
                     *         },
                     *         "question": {
                     *           "anchor": "scheduled",
                     *           "by": "liquidity_bucket",
                     *           "category": "politics",
                     *           "compare": [
                     *             "LOW",
                     *             "HIGH"
                     *           ],
                     *           "horizon": "24h",
                     *           "price": "quote",
                     *           "until": "2026-01-31T00:00:00Z",
                     *           "weighting": "event"
                     *         },
                     *         "rows": 440,
                     *         "scored": 412,
                     *         "sides": [
                     *           {
                     *             "enough": true,
                     *             "figures": {
                     *               "corp": {
                     *                 "dsc": 0.116,
                     *                 "mcb": 0.004,
                     *                 "unc": 0.249
                     *               },
                     *               "corp_log_loss": {
                     *                 "dsc": 0.29,
                     *                 "mcb": 0.02,
                     *                 "unc": 0.691
                     *               },
                     *               "ece": {
                     *                 "equal_mass": 0.03,
                     *                 "equal_width": 0.031,
                     *                 "root_mean_square": 0.04,
                     *                 "smooth": 0.024,
                     *                 "squared_debiased": 0.0002
                     *               },
                     *               "effective_events": 203,
                     *               "effective_weeks": 22.4,
                     *               "enough": true,
                     *               "estimates": {
                     *                 "base_rate": {
                     *                   "by_unit": {
                     *                     "event": [
                     *                       0.4,
                     *                       0.54
                     *                     ],
                     *                     "week": [
                     *                       0.401,
                     *                       0.539
                     *                     ]
                     *                   },
                     *                   "df": 202,
                     *                   "error": 0.035,
                     *                   "high": 0.54,
                     *                   "low": 0.4,
                     *                   "unit": "event",
                     *                   "value": 0.47
                     *                 },
                     *                 "brier": {
                     *                   "by_unit": {
                     *                     "event": [
                     *                       0.121,
                     *                       0.153
                     *                     ],
                     *                     "week": [
                     *                       0.122,
                     *                       0.152
                     *                     ]
                     *                   },
                     *                   "df": 202,
                     *                   "error": 0.008,
                     *                   "high": 0.153,
                     *                   "low": 0.121,
                     *                   "unit": "event",
                     *                   "value": 0.137
                     *                 },
                     *                 "in_the_large": {
                     *                   "by_unit": {
                     *                     "event": [
                     *                       -0.21,
                     *                       0.25
                     *                     ],
                     *                     "week": [
                     *                       -0.209,
                     *                       0.249
                     *                     ]
                     *                   },
                     *                   "df": 202,
                     *                   "error": 0.11499999999999999,
                     *                   "high": 0.25,
                     *                   "low": -0.21,
                     *                   "unit": "event",
                     *                   "value": 0.02
                     *                 },
                     *                 "intercept": {
                     *                   "by_unit": {
                     *                     "event": [
                     *                       -0.2,
                     *                       0.2
                     *                     ],
                     *                     "week": [
                     *                       -0.199,
                     *                       0.199
                     *                     ]
                     *                   },
                     *                   "df": 202,
                     *                   "error": 0.1,
                     *                   "high": 0.2,
                     *                   "low": -0.2,
                     *                   "unit": "event",
                     *                   "value": 0.01
                     *                 },
                     *                 "log_loss": {
                     *                   "by_unit": {
                     *                     "event": [
                     *                       0.38,
                     *                       0.462
                     *                     ],
                     *                     "week": [
                     *                       0.381,
                     *                       0.461
                     *                     ]
                     *                   },
                     *                   "df": 202,
                     *                   "error": 0.020500000000000004,
                     *                   "high": 0.462,
                     *                   "low": 0.38,
                     *                   "unit": "event",
                     *                   "value": 0.421
                     *                 },
                     *                 "mean_price": {
                     *                   "by_unit": {
                     *                     "event": [
                     *                       0.43,
                     *                       0.53
                     *                     ],
                     *                     "week": [
                     *                       0.431,
                     *                       0.529
                     *                     ]
                     *                   },
                     *                   "df": 202,
                     *                   "error": 0.02500000000000001,
                     *                   "high": 0.53,
                     *                   "low": 0.43,
                     *                   "unit": "event",
                     *                   "value": 0.48
                     *                 },
                     *                 "skill": {
                     *                   "by_unit": {
                     *                     "event": [
                     *                       0.39,
                     *                       0.51
                     *                     ],
                     *                     "week": [
                     *                       0.391,
                     *                       0.509
                     *                     ]
                     *                   },
                     *                   "df": 202,
                     *                   "error": 0.03,
                     *                   "high": 0.51,
                     *                   "low": 0.39,
                     *                   "unit": "event",
                     *                   "value": 0.45
                     *                 },
                     *                 "slope": {
                     *                   "by_unit": {
                     *                     "event": [
                     *                       0.83,
                     *                       1.11
                     *                     ],
                     *                     "week": [
                     *                       0.831,
                     *                       1.1090000000000002
                     *                     ]
                     *                   },
                     *                   "df": 202,
                     *                   "error": 0.07000000000000003,
                     *                   "high": 1.11,
                     *                   "low": 0.83,
                     *                   "unit": "event",
                     *                   "value": 0.97
                     *                 }
                     *               },
                     *               "events_no": 131,
                     *               "events_yes": 97,
                     *               "mean_p": 0.48,
                     *               "murphy": {
                     *                 "brier": 0.137,
                     *                 "rel": 0.003,
                     *                 "res": 0.115,
                     *                 "unc": 0.249,
                     *                 "wbc": 0.0005,
                     *                 "wbv": 0.001
                     *               },
                     *               "n": 412,
                     *               "n_events": 203,
                     *               "n_weeks": 26,
                     *               "reason": "",
                     *               "refused": {},
                     *               "share_yes": {
                     *                 "high": 0.54,
                     *                 "low": 0.4,
                     *                 "value": 0.47
                     *               },
                     *               "tests": {
                     *                 "joint": {
                     *                   "by_unit": {
                     *                     "event": 0.71,
                     *                     "week": 0.65
                     *                   },
                     *                   "p_value": 0.71,
                     *                   "unit": "event"
                     *                 },
                     *                 "spiegelhalter": {
                     *                   "by_unit": {
                     *                     "event": 0.71,
                     *                     "week": 0.65
                     *                   },
                     *                   "p_value": 0.71,
                     *                   "unit": "event"
                     *                 }
                     *               }
                     *             },
                     *             "n": 210,
                     *             "n_events": 101,
                     *             "reason": "",
                     *             "value": "LOW"
                     *           },
                     *           {
                     *             "enough": true,
                     *             "figures": {
                     *               "corp": {
                     *                 "dsc": 0.116,
                     *                 "mcb": 0.004,
                     *                 "unc": 0.249
                     *               },
                     *               "corp_log_loss": {
                     *                 "dsc": 0.29,
                     *                 "mcb": 0.02,
                     *                 "unc": 0.691
                     *               },
                     *               "ece": {
                     *                 "equal_mass": 0.03,
                     *                 "equal_width": 0.031,
                     *                 "root_mean_square": 0.04,
                     *                 "smooth": 0.024,
                     *                 "squared_debiased": 0.0002
                     *               },
                     *               "effective_events": 203,
                     *               "effective_weeks": 22.4,
                     *               "enough": true,
                     *               "estimates": {
                     *                 "base_rate": {
                     *                   "by_unit": {
                     *                     "event": [
                     *                       0.4,
                     *                       0.54
                     *                     ],
                     *                     "week": [
                     *                       0.401,
                     *                       0.539
                     *                     ]
                     *                   },
                     *                   "df": 202,
                     *                   "error": 0.035,
                     *                   "high": 0.54,
                     *                   "low": 0.4,
                     *                   "unit": "event",
                     *                   "value": 0.47
                     *                 },
                     *                 "brier": {
                     *                   "by_unit": {
                     *                     "event": [
                     *                       0.121,
                     *                       0.153
                     *                     ],
                     *                     "week": [
                     *                       0.122,
                     *                       0.152
                     *                     ]
                     *                   },
                     *                   "df": 202,
                     *                   "error": 0.008,
                     *                   "high": 0.153,
                     *                   "low": 0.121,
                     *                   "unit": "event",
                     *                   "value": 0.137
                     *                 },
                     *                 "in_the_large": {
                     *                   "by_unit": {
                     *                     "event": [
                     *                       -0.21,
                     *                       0.25
                     *                     ],
                     *                     "week": [
                     *                       -0.209,
                     *                       0.249
                     *                     ]
                     *                   },
                     *                   "df": 202,
                     *                   "error": 0.11499999999999999,
                     *                   "high": 0.25,
                     *                   "low": -0.21,
                     *                   "unit": "event",
                     *                   "value": 0.02
                     *                 },
                     *                 "intercept": {
                     *                   "by_unit": {
                     *                     "event": [
                     *                       -0.2,
                     *                       0.2
                     *                     ],
                     *                     "week": [
                     *                       -0.199,
                     *                       0.199
                     *                     ]
                     *                   },
                     *                   "df": 202,
                     *                   "error": 0.1,
                     *                   "high": 0.2,
                     *                   "low": -0.2,
                     *                   "unit": "event",
                     *                   "value": 0.01
                     *                 },
                     *                 "log_loss": {
                     *                   "by_unit": {
                     *                     "event": [
                     *                       0.38,
                     *                       0.462
                     *                     ],
                     *                     "week": [
                     *                       0.381,
                     *                       0.461
                     *                     ]
                     *                   },
                     *                   "df": 202,
                     *                   "error": 0.020500000000000004,
                     *                   "high": 0.462,
                     *                   "low": 0.38,
                     *                   "unit": "event",
                     *                   "value": 0.421
                     *                 },
                     *                 "mean_price": {
                     *                   "by_unit": {
                     *                     "event": [
                     *                       0.43,
                     *                       0.53
                     *                     ],
                     *                     "week": [
                     *                       0.431,
                     *                       0.529
                     *                     ]
                     *                   },
                     *                   "df": 202,
                     *                   "error": 0.02500000000000001,
                     *                   "high": 0.53,
                     *                   "low": 0.43,
                     *                   "unit": "event",
                     *                   "value": 0.48
                     *                 },
                     *                 "skill": {
                     *                   "by_unit": {
                     *                     "event": [
                     *                       0.39,
                     *                       0.51
                     *                     ],
                     *                     "week": [
                     *                       0.391,
                     *                       0.509
                     *                     ]
                     *                   },
                     *                   "df": 202,
                     *                   "error": 0.03,
                     *                   "high": 0.51,
                     *                   "low": 0.39,
                     *                   "unit": "event",
                     *                   "value": 0.45
                     *                 },
                     *                 "slope": {
                     *                   "by_unit": {
                     *                     "event": [
                     *                       0.83,
                     *                       1.11
                     *                     ],
                     *                     "week": [
                     *                       0.831,
                     *                       1.1090000000000002
                     *                     ]
                     *                   },
                     *                   "df": 202,
                     *                   "error": 0.07000000000000003,
                     *                   "high": 1.11,
                     *                   "low": 0.83,
                     *                   "unit": "event",
                     *                   "value": 0.97
                     *                 }
                     *               },
                     *               "events_no": 131,
                     *               "events_yes": 97,
                     *               "mean_p": 0.48,
                     *               "murphy": {
                     *                 "brier": 0.137,
                     *                 "rel": 0.003,
                     *                 "res": 0.115,
                     *                 "unc": 0.249,
                     *                 "wbc": 0.0005,
                     *                 "wbv": 0.001
                     *               },
                     *               "n": 412,
                     *               "n_events": 203,
                     *               "n_weeks": 26,
                     *               "reason": "",
                     *               "refused": {},
                     *               "share_yes": {
                     *                 "high": 0.54,
                     *                 "low": 0.4,
                     *                 "value": 0.47
                     *               },
                     *               "tests": {
                     *                 "joint": {
                     *                   "by_unit": {
                     *                     "event": 0.71,
                     *                     "week": 0.65
                     *                   },
                     *                   "p_value": 0.71,
                     *                   "unit": "event"
                     *                 },
                     *                 "spiegelhalter": {
                     *                   "by_unit": {
                     *                     "event": 0.71,
                     *                     "week": 0.65
                     *                   },
                     *                   "p_value": 0.71,
                     *                   "unit": "event"
                     *                 }
                     *               }
                     *             },
                     *             "n": 210,
                     *             "n_events": 101,
                     *             "reason": "",
                     *             "value": "HIGH"
                     *           }
                     *         ],
                     *         "simulated": true,
                     *         "survives": {
                     *           "at_the_mean_of_the_hour": {
                     *             "reason": "too few"
                     *           },
                     *           "wider_interval": false
                     *         },
                     *         "verdict": {
                     *           "sentence": "not told apart from calibrated prices: slope 0.970 [0.830, 1.110], joint p = 0.71; the smallest departure of the slope that could have been seen is 0.200",
                     *           "word": "no difference seen"
                     *         },
                     *         "with_bucket": 381
                     *       },
                     *       "meta": {
                     *         "as_of": "2026-01-31T00:00:00Z",
                     *         "lake_version": "5f0c8a9",
                     *         "run_id": "20260131T000000-1a2b",
                     *         "simulated": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Comparison"];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    read_explorer_scoreboard_explorer_get: {
        parameters: {
            query?: {
                /** @description json; csv or parquet for one table of the answer */
                format?: "json" | "csv" | "parquet";
                /** @description for csv and parquet: which table, such as diagram.bins; needed where there are several */
                table?: string | null;
                /** @description scheduled, close or game_start */
                anchor?: string;
                /** @description 30d, 7d, 48h, 24h or 1h */
                horizon?: string;
                /** @description event or market; trade and dollar need fills */
                weighting?: string;
                /** @description quote, last (however old), mean_1h, trade_1h, bid or ask */
                price?: string;
                /** @description only the cohort of the last days before as_of, such as 90d */
                window?: string | null;
                /** @description scheduled_end or resolution */
                window_by?: string;
                /** @description where it trades */
                venue?: string | null;
                /** @description as in market_registry */
                category?: string | null;
                /** @description LOW, MID, HIGH or UNKNOWN, as then observed */
                liquidity_bucket?: string | null;
                /** @description connector or drop that brought the price */
                price_source?: string | null;
                /** @description one of category_tags */
                tag?: string | null;
                /** @description part of the question or the slug */
                text?: string | null;
                /** @description all, observed (ends that were known beforehand) or assumed */
                ends?: string | null;
                /** @description volume_24h as then observed, LEAST:MOST in USDC */
                volume?: string | null;
                /** @description distinct wallets, LEAST:MOST */
                traders?: string | null;
                /** @description from start to anchor, LEAST:MOST in days */
                duration?: string | null;
                /** @description age of the price, LEAST:MOST in seconds */
                age?: string | null;
                /** @description spread of the quote, LEAST:MOST */
                spread?: string | null;
                /** @description 0, or 999 and more: judge MCB and ECE, draw the band */
                draws?: number;
                /** @description of the draws */
                seed?: number;
                /** @description true: a second set beside the first, also where nothing differs */
                compare?: boolean;
                /** @description of the second set: scheduled, close or game_start */
                "b.anchor"?: string | null;
                /** @description of the second set: 30d, 7d, 48h, 24h or 1h */
                "b.horizon"?: string | null;
                /** @description of the second set: event or market; trade and dollar need fills */
                "b.weighting"?: string | null;
                /** @description of the second set: quote, last (however old), mean_1h, trade_1h, bid or ask */
                "b.price"?: string | null;
                /** @description of the second set: only the cohort of the last days before as_of, such as 90d */
                "b.window"?: string | null;
                /** @description of the second set: scheduled_end or resolution */
                "b.window_by"?: string | null;
                /** @description of the second set: where it trades */
                "b.venue"?: string | null;
                /** @description of the second set: as in market_registry */
                "b.category"?: string | null;
                /** @description of the second set: LOW, MID, HIGH or UNKNOWN, as then observed */
                "b.liquidity_bucket"?: string | null;
                /** @description of the second set: connector or drop that brought the price */
                "b.price_source"?: string | null;
                /** @description of the second set: one of category_tags */
                "b.tag"?: string | null;
                /** @description of the second set: part of the question or the slug */
                "b.text"?: string | null;
                /** @description of the second set: all, observed (ends that were known beforehand) or assumed */
                "b.ends"?: string | null;
                /** @description of the second set: volume_24h as then observed, LEAST:MOST in USDC */
                "b.volume"?: string | null;
                /** @description of the second set: distinct wallets, LEAST:MOST */
                "b.traders"?: string | null;
                /** @description of the second set: from start to anchor, LEAST:MOST in days */
                "b.duration"?: string | null;
                /** @description of the second set: age of the price, LEAST:MOST in seconds */
                "b.age"?: string | null;
                /** @description of the second set: spread of the quote, LEAST:MOST */
                "b.spread"?: string | null;
                /** @description one of ten equal bins of the price: its markets are listed */
                bin?: number | null;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "bin": {
                     *           "events": 40,
                     *           "high": 0.7,
                     *           "index": 6,
                     *           "low": 0.6,
                     *           "markets": 46,
                     *           "rows": [
                     *             {
                     *               "brier": 0.1444,
                     *               "category": "politics",
                     *               "liquidity_bucket": "MID",
                     *               "market_id": "900001",
                     *               "p_yes": 0.62,
                     *               "question": "Simulated: will the harbour line open?",
                     *               "resolved_yes": 1
                     *             }
                     *           ]
                     *         },
                     *         "compare": {
                     *           "diagram": {
                     *             "bins": [
                     *               {
                     *                 "events": 40,
                     *                 "few": false,
                     *                 "high": 0.7,
                     *                 "index": 6,
                     *                 "low": 0.6,
                     *                 "n": 46,
                     *                 "outside": false,
                     *                 "price": 0.648,
                     *                 "range_high": 0.76,
                     *                 "range_low": 0.53,
                     *                 "share_high": 0.78,
                     *                 "share_low": 0.57,
                     *                 "share_yes": 0.686
                     *               }
                     *             ],
                     *             "curve": {
                     *               "price": [
                     *                 0.02,
                     *                 0.4,
                     *                 0.97
                     *               ],
                     *               "share_yes": [
                     *                 0,
                     *                 0.38,
                     *                 1
                     *               ]
                     *             }
                     *           },
                     *           "difference": "no difference beyond chance",
                     *           "differences": [
                     *             {
                     *               "beyond_chance": false,
                     *               "estimate": {
                     *                 "few": false,
                     *                 "high": 0.02,
                     *                 "low": -0.02,
                     *                 "n": 412,
                     *                 "n_events": 203,
                     *                 "reason": "",
                     *                 "unit": "event",
                     *                 "value": 0
                     *               },
                     *               "key": "brier"
                     *             },
                     *             {
                     *               "beyond_chance": false,
                     *               "estimate": {
                     *                 "few": false,
                     *                 "high": 0.02,
                     *                 "low": -0.02,
                     *                 "n": 412,
                     *                 "n_events": 203,
                     *                 "reason": "",
                     *                 "unit": "event",
                     *                 "value": 0
                     *               },
                     *               "key": "skill"
                     *             },
                     *             {
                     *               "beyond_chance": false,
                     *               "estimate": {
                     *                 "few": false,
                     *                 "high": 0.02,
                     *                 "low": -0.02,
                     *                 "n": 412,
                     *                 "n_events": 203,
                     *                 "reason": "",
                     *                 "unit": "event",
                     *                 "value": 0
                     *               },
                     *               "key": "mcb"
                     *             },
                     *             {
                     *               "beyond_chance": false,
                     *               "estimate": {
                     *                 "few": false,
                     *                 "high": 0.02,
                     *                 "low": -0.02,
                     *                 "n": 412,
                     *                 "n_events": 203,
                     *                 "reason": "",
                     *                 "unit": "event",
                     *                 "value": 0
                     *               },
                     *               "key": "slope"
                     *             },
                     *             {
                     *               "beyond_chance": false,
                     *               "estimate": {
                     *                 "few": false,
                     *                 "high": 0.02,
                     *                 "low": -0.02,
                     *                 "n": 412,
                     *                 "n_events": 203,
                     *                 "reason": "",
                     *                 "unit": "event",
                     *                 "value": 0
                     *               },
                     *               "key": "separation"
                     *             }
                     *           ],
                     *           "figures": {
                     *             "corp": {
                     *               "dsc": 0.116,
                     *               "mcb": 0.004,
                     *               "unc": 0.249
                     *             },
                     *             "corp_log_loss": {
                     *               "dsc": 0.29,
                     *               "mcb": 0.02,
                     *               "unc": 0.691
                     *             },
                     *             "ece": {
                     *               "equal_mass": 0.03,
                     *               "equal_width": 0.031,
                     *               "root_mean_square": 0.04,
                     *               "smooth": 0.024,
                     *               "squared_debiased": 0.0002
                     *             },
                     *             "effective_events": 203,
                     *             "effective_weeks": 22.4,
                     *             "enough": true,
                     *             "estimates": {
                     *               "base_rate": {
                     *                 "by_unit": {
                     *                   "event": [
                     *                     0.4,
                     *                     0.54
                     *                   ],
                     *                   "week": [
                     *                     0.401,
                     *                     0.539
                     *                   ]
                     *                 },
                     *                 "df": 202,
                     *                 "error": 0.035,
                     *                 "high": 0.54,
                     *                 "low": 0.4,
                     *                 "unit": "event",
                     *                 "value": 0.47
                     *               },
                     *               "brier": {
                     *                 "by_unit": {
                     *                   "event": [
                     *                     0.121,
                     *                     0.153
                     *                   ],
                     *                   "week": [
                     *                     0.122,
                     *                     0.152
                     *                   ]
                     *                 },
                     *                 "df": 202,
                     *                 "error": 0.008,
                     *                 "high": 0.153,
                     *                 "low": 0.121,
                     *                 "unit": "event",
                     *                 "value": 0.137
                     *               },
                     *               "in_the_large": {
                     *                 "by_unit": {
                     *                   "event": [
                     *                     -0.21,
                     *                     0.25
                     *                   ],
                     *                   "week": [
                     *                     -0.209,
                     *                     0.249
                     *                   ]
                     *                 },
                     *                 "df": 202,
                     *                 "error": 0.11499999999999999,
                     *                 "high": 0.25,
                     *                 "low": -0.21,
                     *                 "unit": "event",
                     *                 "value": 0.02
                     *               },
                     *               "intercept": {
                     *                 "by_unit": {
                     *                   "event": [
                     *                     -0.2,
                     *                     0.2
                     *                   ],
                     *                   "week": [
                     *                     -0.199,
                     *                     0.199
                     *                   ]
                     *                 },
                     *                 "df": 202,
                     *                 "error": 0.1,
                     *                 "high": 0.2,
                     *                 "low": -0.2,
                     *                 "unit": "event",
                     *                 "value": 0.01
                     *               },
                     *               "log_loss": {
                     *                 "by_unit": {
                     *                   "event": [
                     *                     0.38,
                     *                     0.462
                     *                   ],
                     *                   "week": [
                     *                     0.381,
                     *                     0.461
                     *                   ]
                     *                 },
                     *                 "df": 202,
                     *                 "error": 0.020500000000000004,
                     *                 "high": 0.462,
                     *                 "low": 0.38,
                     *                 "unit": "event",
                     *                 "value": 0.421
                     *               },
                     *               "mean_price": {
                     *                 "by_unit": {
                     *                   "event": [
                     *                     0.43,
                     *                     0.53
                     *                   ],
                     *                   "week": [
                     *                     0.431,
                     *                     0.529
                     *                   ]
                     *                 },
                     *                 "df": 202,
                     *                 "error": 0.02500000000000001,
                     *                 "high": 0.53,
                     *                 "low": 0.43,
                     *                 "unit": "event",
                     *                 "value": 0.48
                     *               },
                     *               "skill": {
                     *                 "by_unit": {
                     *                   "event": [
                     *                     0.39,
                     *                     0.51
                     *                   ],
                     *                   "week": [
                     *                     0.391,
                     *                     0.509
                     *                   ]
                     *                 },
                     *                 "df": 202,
                     *                 "error": 0.03,
                     *                 "high": 0.51,
                     *                 "low": 0.39,
                     *                 "unit": "event",
                     *                 "value": 0.45
                     *               },
                     *               "slope": {
                     *                 "by_unit": {
                     *                   "event": [
                     *                     0.83,
                     *                     1.11
                     *                   ],
                     *                   "week": [
                     *                     0.831,
                     *                     1.1090000000000002
                     *                   ]
                     *                 },
                     *                 "df": 202,
                     *                 "error": 0.07000000000000003,
                     *                 "high": 1.11,
                     *                 "low": 0.83,
                     *                 "unit": "event",
                     *                 "value": 0.97
                     *               }
                     *             },
                     *             "events_no": 131,
                     *             "events_yes": 97,
                     *             "mean_p": 0.48,
                     *             "murphy": {
                     *               "brier": 0.137,
                     *               "rel": 0.003,
                     *               "res": 0.115,
                     *               "unc": 0.249,
                     *               "wbc": 0.0005,
                     *               "wbv": 0.001
                     *             },
                     *             "n": 412,
                     *             "n_events": 203,
                     *             "n_weeks": 26,
                     *             "reason": "",
                     *             "refused": {},
                     *             "share_yes": {
                     *               "high": 0.54,
                     *               "low": 0.4,
                     *               "value": 0.47
                     *             },
                     *             "tests": {
                     *               "joint": {
                     *                 "by_unit": {
                     *                   "event": 0.71,
                     *                   "week": 0.65
                     *                 },
                     *                 "p_value": 0.71,
                     *                 "unit": "event"
                     *               },
                     *               "spiegelhalter": {
                     *                 "by_unit": {
                     *                   "event": 0.71,
                     *                   "week": 0.65
                     *                 },
                     *                 "p_value": 0.71,
                     *                 "unit": "event"
                     *               }
                     *             }
                     *           },
                     *           "outcome_visible": false,
                     *           "question": {
                     *             "anchor": "scheduled",
                     *             "category": "sports",
                     *             "horizon": "24h",
                     *             "price": "quote",
                     *             "until": "2026-01-31T00:00:00Z",
                     *             "weighting": "event"
                     *           },
                     *           "strip": [
                     *             {
                     *               "estimate": {
                     *                 "few": false,
                     *                 "high": 0.153,
                     *                 "low": 0.121,
                     *                 "n": 412,
                     *                 "n_events": 203,
                     *                 "reason": "",
                     *                 "unit": "event",
                     *                 "value": 0.137
                     *               },
                     *               "key": "brier"
                     *             },
                     *             {
                     *               "estimate": {
                     *                 "few": false,
                     *                 "high": 0.51,
                     *                 "low": 0.39,
                     *                 "n": 412,
                     *                 "n_events": 203,
                     *                 "reason": "",
                     *                 "unit": "event",
                     *                 "value": 0.45
                     *               },
                     *               "key": "skill"
                     *             },
                     *             {
                     *               "estimate": {
                     *                 "few": false,
                     *                 "high": 0.009,
                     *                 "low": 0,
                     *                 "n": 412,
                     *                 "n_events": 203,
                     *                 "reason": "",
                     *                 "unit": "event",
                     *                 "value": 0.004
                     *               },
                     *               "key": "mcb"
                     *             },
                     *             {
                     *               "estimate": {
                     *                 "few": false,
                     *                 "high": 1.11,
                     *                 "low": 0.83,
                     *                 "n": 412,
                     *                 "n_events": 203,
                     *                 "reason": "",
                     *                 "unit": "event",
                     *                 "value": 0.97
                     *               },
                     *               "key": "slope"
                     *             },
                     *             {
                     *               "estimate": {
                     *                 "few": false,
                     *                 "high": 0.94,
                     *                 "low": 0.88,
                     *                 "n": 412,
                     *                 "n_events": 203,
                     *                 "reason": "",
                     *                 "unit": "event",
                     *                 "value": 0.91
                     *               },
                     *               "key": "separation"
                     *             }
                     *           ],
                     *           "verdict": {
                     *             "sentence": "not told apart from calibrated prices: slope 0.970 [0.830, 1.110], joint p = 0.71; the smallest departure of the slope that could have been seen is 0.200",
                     *             "word": "no difference seen"
                     *           }
                     *         },
                     *         "counts": {
                     *           "already_resolved": 4,
                     *           "no_price": 3,
                     *           "priced": 421,
                     *           "rows": 440,
                     *           "stale": 12,
                     *           "stale_yes": 5,
                     *           "unresolved": 7,
                     *           "void": 2,
                     *           "without_bucket": 31
                     *         },
                     *         "diagram": {
                     *           "bins": [
                     *             {
                     *               "events": 40,
                     *               "few": false,
                     *               "high": 0.7,
                     *               "index": 6,
                     *               "low": 0.6,
                     *               "n": 46,
                     *               "outside": false,
                     *               "price": 0.648,
                     *               "range_high": 0.76,
                     *               "range_low": 0.53,
                     *               "share_high": 0.78,
                     *               "share_low": 0.57,
                     *               "share_yes": 0.686
                     *             }
                     *           ],
                     *           "curve": {
                     *             "price": [
                     *               0.02,
                     *               0.4,
                     *               0.97
                     *             ],
                     *             "share_yes": [
                     *               0,
                     *               0.38,
                     *               1
                     *             ]
                     *           }
                     *         },
                     *         "discrimination": {
                     *           "auc": {
                     *             "few": false,
                     *             "high": 0.94,
                     *             "low": 0.88,
                     *             "n": 412,
                     *             "n_events": 203,
                     *             "reason": "",
                     *             "unit": "event",
                     *             "value": 0.91
                     *           },
                     *           "histogram": [
                     *             {
                     *               "high": 0.65,
                     *               "low": 0.6,
                     *               "no": 7,
                     *               "yes": 16
                     *             }
                     *           ],
                     *           "mean_no": 0.22,
                     *           "mean_yes": 0.71
                     *         },
                     *         "facets": [
                     *           {
                     *             "available": true,
                     *             "kind": "values",
                     *             "name": "category",
                     *             "values": [
                     *               {
                     *                 "chosen": true,
                     *                 "events": 203,
                     *                 "markets": 412,
                     *                 "value": "politics"
                     *               }
                     *             ]
                     *           },
                     *           {
                     *             "available": true,
                     *             "bars": [
                     *               {
                     *                 "chosen": false,
                     *                 "high": 3000,
                     *                 "low": 1000,
                     *                 "markets": 51
                     *               }
                     *             ],
                     *             "kind": "range",
                     *             "name": "volume",
                     *             "unit": "USDC",
                     *             "unknown": 3
                     *           },
                     *           {
                     *             "available": false,
                     *             "bars": [
                     *               {
                     *                 "chosen": false,
                     *                 "high": 3,
                     *                 "low": 0,
                     *                 "markets": 0
                     *               }
                     *             ],
                     *             "kind": "range",
                     *             "name": "traders",
                     *             "reason": "trades have not been read",
                     *             "unit": "wallets",
                     *             "unknown": 412
                     *           }
                     *         ],
                     *         "figures": {
                     *           "corp": {
                     *             "dsc": 0.116,
                     *             "mcb": 0.004,
                     *             "unc": 0.249
                     *           },
                     *           "corp_log_loss": {
                     *             "dsc": 0.29,
                     *             "mcb": 0.02,
                     *             "unc": 0.691
                     *           },
                     *           "ece": {
                     *             "equal_mass": 0.03,
                     *             "equal_width": 0.031,
                     *             "root_mean_square": 0.04,
                     *             "smooth": 0.024,
                     *             "squared_debiased": 0.0002
                     *           },
                     *           "effective_events": 203,
                     *           "effective_weeks": 22.4,
                     *           "enough": true,
                     *           "estimates": {
                     *             "base_rate": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   0.4,
                     *                   0.54
                     *                 ],
                     *                 "week": [
                     *                   0.401,
                     *                   0.539
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.035,
                     *               "high": 0.54,
                     *               "low": 0.4,
                     *               "unit": "event",
                     *               "value": 0.47
                     *             },
                     *             "brier": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   0.121,
                     *                   0.153
                     *                 ],
                     *                 "week": [
                     *                   0.122,
                     *                   0.152
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.008,
                     *               "high": 0.153,
                     *               "low": 0.121,
                     *               "unit": "event",
                     *               "value": 0.137
                     *             },
                     *             "in_the_large": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   -0.21,
                     *                   0.25
                     *                 ],
                     *                 "week": [
                     *                   -0.209,
                     *                   0.249
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.11499999999999999,
                     *               "high": 0.25,
                     *               "low": -0.21,
                     *               "unit": "event",
                     *               "value": 0.02
                     *             },
                     *             "intercept": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   -0.2,
                     *                   0.2
                     *                 ],
                     *                 "week": [
                     *                   -0.199,
                     *                   0.199
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.1,
                     *               "high": 0.2,
                     *               "low": -0.2,
                     *               "unit": "event",
                     *               "value": 0.01
                     *             },
                     *             "log_loss": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   0.38,
                     *                   0.462
                     *                 ],
                     *                 "week": [
                     *                   0.381,
                     *                   0.461
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.020500000000000004,
                     *               "high": 0.462,
                     *               "low": 0.38,
                     *               "unit": "event",
                     *               "value": 0.421
                     *             },
                     *             "mean_price": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   0.43,
                     *                   0.53
                     *                 ],
                     *                 "week": [
                     *                   0.431,
                     *                   0.529
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.02500000000000001,
                     *               "high": 0.53,
                     *               "low": 0.43,
                     *               "unit": "event",
                     *               "value": 0.48
                     *             },
                     *             "skill": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   0.39,
                     *                   0.51
                     *                 ],
                     *                 "week": [
                     *                   0.391,
                     *                   0.509
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.03,
                     *               "high": 0.51,
                     *               "low": 0.39,
                     *               "unit": "event",
                     *               "value": 0.45
                     *             },
                     *             "slope": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   0.83,
                     *                   1.11
                     *                 ],
                     *                 "week": [
                     *                   0.831,
                     *                   1.1090000000000002
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.07000000000000003,
                     *               "high": 1.11,
                     *               "low": 0.83,
                     *               "unit": "event",
                     *               "value": 0.97
                     *             }
                     *           },
                     *           "events_no": 131,
                     *           "events_yes": 97,
                     *           "mean_p": 0.48,
                     *           "murphy": {
                     *             "brier": 0.137,
                     *             "rel": 0.003,
                     *             "res": 0.115,
                     *             "unc": 0.249,
                     *             "wbc": 0.0005,
                     *             "wbv": 0.001
                     *           },
                     *           "n": 412,
                     *           "n_events": 203,
                     *           "n_weeks": 26,
                     *           "reason": "",
                     *           "refused": {},
                     *           "share_yes": {
                     *             "high": 0.54,
                     *             "low": 0.4,
                     *             "value": 0.47
                     *           },
                     *           "tests": {
                     *             "joint": {
                     *               "by_unit": {
                     *                 "event": 0.71,
                     *                 "week": 0.65
                     *               },
                     *               "p_value": 0.71,
                     *               "unit": "event"
                     *             },
                     *             "spiegelhalter": {
                     *               "by_unit": {
                     *                 "event": 0.71,
                     *                 "week": 0.65
                     *               },
                     *               "p_value": 0.71,
                     *               "unit": "event"
                     *             }
                     *           }
                     *         },
                     *         "outcome_visible": false,
                     *         "question": {
                     *           "anchor": "scheduled",
                     *           "category": "politics",
                     *           "horizon": "24h",
                     *           "price": "quote",
                     *           "until": "2026-01-31T00:00:00Z",
                     *           "weighting": "event"
                     *         },
                     *         "scores": {
                     *           "histogram": [
                     *             {
                     *               "high": 0.05,
                     *               "low": 0,
                     *               "n": 201
                     *             }
                     *           ],
                     *           "mean": 0.137,
                     *           "median": 0.04
                     *         },
                     *         "simulated": true,
                     *         "strip": [
                     *           {
                     *             "estimate": {
                     *               "few": false,
                     *               "high": 0.153,
                     *               "low": 0.121,
                     *               "n": 412,
                     *               "n_events": 203,
                     *               "reason": "",
                     *               "unit": "event",
                     *               "value": 0.137
                     *             },
                     *             "key": "brier"
                     *           },
                     *           {
                     *             "estimate": {
                     *               "few": false,
                     *               "high": 0.51,
                     *               "low": 0.39,
                     *               "n": 412,
                     *               "n_events": 203,
                     *               "reason": "",
                     *               "unit": "event",
                     *               "value": 0.45
                     *             },
                     *             "key": "skill"
                     *           },
                     *           {
                     *             "estimate": {
                     *               "few": false,
                     *               "high": 0.009,
                     *               "low": 0,
                     *               "n": 412,
                     *               "n_events": 203,
                     *               "reason": "",
                     *               "unit": "event",
                     *               "value": 0.004
                     *             },
                     *             "key": "mcb"
                     *           },
                     *           {
                     *             "estimate": {
                     *               "few": false,
                     *               "high": 1.11,
                     *               "low": 0.83,
                     *               "n": 412,
                     *               "n_events": 203,
                     *               "reason": "",
                     *               "unit": "event",
                     *               "value": 0.97
                     *             },
                     *             "key": "slope"
                     *           },
                     *           {
                     *             "estimate": {
                     *               "few": false,
                     *               "high": 0.94,
                     *               "low": 0.88,
                     *               "n": 412,
                     *               "n_events": 203,
                     *               "reason": "",
                     *               "unit": "event",
                     *               "value": 0.91
                     *             },
                     *             "key": "separation"
                     *           }
                     *         ],
                     *         "verdict": {
                     *           "sentence": "not told apart from calibrated prices: slope 0.970 [0.830, 1.110], joint p = 0.71; the smallest departure of the slope that could have been seen is 0.200",
                     *           "word": "no difference seen"
                     *         }
                     *       },
                     *       "meta": {
                     *         "as_of": "2026-01-31T00:00:00Z",
                     *         "lake_version": "5f0c8a9",
                     *         "run_id": "20260131T000000-1a2b",
                     *         "simulated": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Explorer"];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    read_context_scoreboard_explorer_context_get: {
        parameters: {
            query?: {
                /** @description json; csv or parquet for one table of the answer */
                format?: "json" | "csv" | "parquet";
                /** @description for csv and parquet: which table, such as diagram.bins; needed where there are several */
                table?: string | null;
                /** @description scheduled, close or game_start */
                anchor?: string;
                /** @description 30d, 7d, 48h, 24h or 1h */
                horizon?: string;
                /** @description event or market; trade and dollar need fills */
                weighting?: string;
                /** @description quote, last (however old), mean_1h, trade_1h, bid or ask */
                price?: string;
                /** @description only the cohort of the last days before as_of, such as 90d */
                window?: string | null;
                /** @description scheduled_end or resolution */
                window_by?: string;
                /** @description where it trades */
                venue?: string | null;
                /** @description as in market_registry */
                category?: string | null;
                /** @description LOW, MID, HIGH or UNKNOWN, as then observed */
                liquidity_bucket?: string | null;
                /** @description connector or drop that brought the price */
                price_source?: string | null;
                /** @description one of category_tags */
                tag?: string | null;
                /** @description part of the question or the slug */
                text?: string | null;
                /** @description all, observed (ends that were known beforehand) or assumed */
                ends?: string | null;
                /** @description volume_24h as then observed, LEAST:MOST in USDC */
                volume?: string | null;
                /** @description distinct wallets, LEAST:MOST */
                traders?: string | null;
                /** @description from start to anchor, LEAST:MOST in days */
                duration?: string | null;
                /** @description age of the price, LEAST:MOST in seconds */
                age?: string | null;
                /** @description spread of the quote, LEAST:MOST */
                spread?: string | null;
                /** @description 0, or 999 and more: judge MCB and ECE, draw the band */
                draws?: number;
                /** @description of the draws */
                seed?: number;
                /** @description true: a second set beside the first, also where nothing differs */
                compare?: boolean;
                /** @description of the second set: scheduled, close or game_start */
                "b.anchor"?: string | null;
                /** @description of the second set: 30d, 7d, 48h, 24h or 1h */
                "b.horizon"?: string | null;
                /** @description of the second set: event or market; trade and dollar need fills */
                "b.weighting"?: string | null;
                /** @description of the second set: quote, last (however old), mean_1h, trade_1h, bid or ask */
                "b.price"?: string | null;
                /** @description of the second set: only the cohort of the last days before as_of, such as 90d */
                "b.window"?: string | null;
                /** @description of the second set: scheduled_end or resolution */
                "b.window_by"?: string | null;
                /** @description of the second set: where it trades */
                "b.venue"?: string | null;
                /** @description of the second set: as in market_registry */
                "b.category"?: string | null;
                /** @description of the second set: LOW, MID, HIGH or UNKNOWN, as then observed */
                "b.liquidity_bucket"?: string | null;
                /** @description of the second set: connector or drop that brought the price */
                "b.price_source"?: string | null;
                /** @description of the second set: one of category_tags */
                "b.tag"?: string | null;
                /** @description of the second set: part of the question or the slug */
                "b.text"?: string | null;
                /** @description of the second set: all, observed (ends that were known beforehand) or assumed */
                "b.ends"?: string | null;
                /** @description of the second set: volume_24h as then observed, LEAST:MOST in USDC */
                "b.volume"?: string | null;
                /** @description of the second set: distinct wallets, LEAST:MOST */
                "b.traders"?: string | null;
                /** @description of the second set: from start to anchor, LEAST:MOST in days */
                "b.duration"?: string | null;
                /** @description of the second set: age of the price, LEAST:MOST in seconds */
                "b.age"?: string | null;
                /** @description of the second set: spread of the quote, LEAST:MOST */
                "b.spread"?: string | null;
                /** @description one of ten equal bins of the price: its markets are listed */
                bin?: number | null;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "cells": {
                     *           "cells": [
                     *             {
                     *               "category": "politics",
                     *               "horizon": "24h",
                     *               "significant": false,
                     *               "slope": {
                     *                 "few": false,
                     *                 "high": 1.11,
                     *                 "low": 0.83,
                     *                 "n": 412,
                     *                 "n_events": 203,
                     *                 "reason": "",
                     *                 "unit": "event",
                     *                 "value": 0.97
                     *               },
                     *               "slope_shrunk": {
                     *                 "error": 0.06,
                     *                 "value": 0.98
                     *               }
                     *             }
                     *           ],
                     *           "columns": [
                     *             "24h"
                     *           ],
                     *           "judged": 1,
                     *           "rows": [
                     *             "politics"
                     *           ],
                     *           "rule": "Benjamini and Yekutieli, q = 0.1"
                     *         },
                     *         "horizons": [
                     *           {
                     *             "all": {
                     *               "few": false,
                     *               "high": 0.153,
                     *               "low": 0.121,
                     *               "n": 412,
                     *               "n_events": 203,
                     *               "reason": "",
                     *               "unit": "event",
                     *               "value": 0.137
                     *             },
                     *             "balanced": {
                     *               "few": false,
                     *               "high": 0.15,
                     *               "low": 0.11,
                     *               "n": 412,
                     *               "n_events": 203,
                     *               "reason": "",
                     *               "unit": "event",
                     *               "value": 0.13
                     *             },
                     *             "horizon": "24h"
                     *           }
                     *         ],
                     *         "question": {
                     *           "anchor": "scheduled",
                     *           "category": "politics",
                     *           "price": "quote",
                     *           "until": "2026-01-31T00:00:00Z",
                     *           "weighting": "event"
                     *         }
                     *       },
                     *       "meta": {
                     *         "as_of": "2026-01-31T00:00:00Z",
                     *         "lake_version": "5f0c8a9",
                     *         "run_id": "20260131T000000-1a2b",
                     *         "simulated": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Context"];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    read_facets_scoreboard_facets_get: {
        parameters: {
            query?: {
                /** @description json; csv or parquet for one table of the answer */
                format?: "json" | "csv" | "parquet";
                /** @description for csv and parquet: which table, such as diagram.bins; needed where there are several */
                table?: string | null;
                /** @description scheduled, close or game_start */
                anchor?: string;
                /** @description 30d, 7d, 48h, 24h or 1h */
                horizon?: string;
                /** @description event or market; trade and dollar need fills */
                weighting?: string;
                /** @description quote, last (however old), mean_1h, trade_1h, bid or ask */
                price?: string;
                /** @description only the cohort of the last days before as_of, such as 90d */
                window?: string | null;
                /** @description scheduled_end or resolution */
                window_by?: string;
                /** @description where it trades */
                venue?: string | null;
                /** @description as in market_registry */
                category?: string | null;
                /** @description LOW, MID, HIGH or UNKNOWN, as then observed */
                liquidity_bucket?: string | null;
                /** @description connector or drop that brought the price */
                price_source?: string | null;
                /** @description one of category_tags */
                tag?: string | null;
                /** @description part of the question or the slug */
                text?: string | null;
                /** @description all, observed (ends that were known beforehand) or assumed */
                ends?: string | null;
                /** @description volume_24h as then observed, LEAST:MOST in USDC */
                volume?: string | null;
                /** @description distinct wallets, LEAST:MOST */
                traders?: string | null;
                /** @description from start to anchor, LEAST:MOST in days */
                duration?: string | null;
                /** @description age of the price, LEAST:MOST in seconds */
                age?: string | null;
                /** @description spread of the quote, LEAST:MOST */
                spread?: string | null;
                /** @description venue, category, liquidity, source, ends, volume, duration, age or spread */
                by?: string;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "question": {
                     *           "anchor": "scheduled",
                     *           "by": "category",
                     *           "category": "politics",
                     *           "horizon": "24h",
                     *           "price": "quote",
                     *           "until": "2026-01-31T00:00:00Z",
                     *           "weighting": "event"
                     *         },
                     *         "rows": [
                     *           {
                     *             "brier": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   0.121,
                     *                   0.153
                     *                 ],
                     *                 "week": [
                     *                   0.122,
                     *                   0.152
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.008,
                     *               "high": 0.153,
                     *               "low": 0.121,
                     *               "unit": "event",
                     *               "value": 0.137
                     *             },
                     *             "category": "politics",
                     *             "in_the_large": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   -0.21,
                     *                   0.25
                     *                 ],
                     *                 "week": [
                     *                   -0.209,
                     *                   0.249
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.11499999999999999,
                     *               "high": 0.25,
                     *               "low": -0.21,
                     *               "unit": "event",
                     *               "value": 0.02
                     *             },
                     *             "log_loss": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   0.38,
                     *                   0.462
                     *                 ],
                     *                 "week": [
                     *                   0.381,
                     *                   0.461
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.020500000000000004,
                     *               "high": 0.462,
                     *               "low": 0.38,
                     *               "unit": "event",
                     *               "value": 0.421
                     *             },
                     *             "n": 412,
                     *             "n_events": 203,
                     *             "reason": "",
                     *             "rows": 440,
                     *             "skill": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   0.39,
                     *                   0.51
                     *                 ],
                     *                 "week": [
                     *                   0.391,
                     *                   0.509
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.03,
                     *               "high": 0.51,
                     *               "low": 0.39,
                     *               "unit": "event",
                     *               "value": 0.45
                     *             },
                     *             "slope": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   0.83,
                     *                   1.11
                     *                 ],
                     *                 "week": [
                     *                   0.831,
                     *                   1.1090000000000002
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.07000000000000003,
                     *               "high": 1.11,
                     *               "low": 0.83,
                     *               "unit": "event",
                     *               "value": 0.97
                     *             }
                     *           }
                     *         ],
                     *         "simulated": true
                     *       },
                     *       "meta": {
                     *         "as_of": "2026-01-31T00:00:00Z",
                     *         "lake_version": "5f0c8a9",
                     *         "run_id": "20260131T000000-1a2b",
                     *         "simulated": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Facets"];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    read_monitor_scoreboard_monitor_get: {
        parameters: {
            query?: {
                /** @description json; csv or parquet for one table of the answer */
                format?: "json" | "csv" | "parquet";
                /** @description for csv and parquet: which table, such as diagram.bins; needed where there are several */
                table?: string | null;
                /** @description scheduled, close or game_start */
                anchor?: string;
                /** @description 30d, 7d, 48h, 24h or 1h */
                horizon?: string;
                /** @description event or market; trade and dollar need fills */
                weighting?: string;
                /** @description quote, last (however old), mean_1h, trade_1h, bid or ask */
                price?: string;
                /** @description only the cohort of the last days before as_of, such as 90d */
                window?: string | null;
                /** @description scheduled_end or resolution */
                window_by?: string;
                /** @description where it trades */
                venue?: string | null;
                /** @description as in market_registry */
                category?: string | null;
                /** @description LOW, MID, HIGH or UNKNOWN, as then observed */
                liquidity_bucket?: string | null;
                /** @description connector or drop that brought the price */
                price_source?: string | null;
                /** @description one of category_tags */
                tag?: string | null;
                /** @description part of the question or the slug */
                text?: string | null;
                /** @description all, observed (ends that were known beforehand) or assumed */
                ends?: string | null;
                /** @description volume_24h as then observed, LEAST:MOST in USDC */
                volume?: string | null;
                /** @description distinct wallets, LEAST:MOST */
                traders?: string | null;
                /** @description from start to anchor, LEAST:MOST in days */
                duration?: string | null;
                /** @description age of the price, LEAST:MOST in seconds */
                age?: string | null;
                /** @description spread of the quote, LEAST:MOST */
                spread?: string | null;
                /** @description venue, category, liquidity, source, ends, volume, duration, age or spread */
                by?: string;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "alpha": 0.05,
                     *         "question": {
                     *           "anchor": "scheduled",
                     *           "by": "category",
                     *           "category": "politics",
                     *           "horizon": "24h",
                     *           "price": "quote",
                     *           "until": "2026-01-31T00:00:00Z",
                     *           "weighting": "event"
                     *         },
                     *         "rows": [
                     *           {
                     *             "direction": "",
                     *             "highest": 1.9,
                     *             "left_out": 209,
                     *             "mean_deviation": -0.01,
                     *             "n": 203,
                     *             "segment": "politics",
                     *             "wealth": 0.8,
                     *             "weeks": 26
                     *           }
                     *         ],
                     *         "simulated": true
                     *       },
                     *       "meta": {
                     *         "as_of": "2026-01-31T00:00:00Z",
                     *         "lake_version": "5f0c8a9",
                     *         "run_id": "20260131T000000-1a2b",
                     *         "simulated": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Monitor"];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    read_panel_scoreboard_panel_get: {
        parameters: {
            query?: {
                /** @description json; csv or parquet for one table of the answer */
                format?: "json" | "csv" | "parquet";
                /** @description for csv and parquet: which table, such as diagram.bins; needed where there are several */
                table?: string | null;
                /** @description scheduled, close or game_start */
                anchor?: string;
                /** @description 30d, 7d, 48h, 24h or 1h */
                horizon?: string;
                /** @description event or market; trade and dollar need fills */
                weighting?: string;
                /** @description quote, last (however old), mean_1h, trade_1h, bid or ask */
                price?: string;
                /** @description only the cohort of the last days before as_of, such as 90d */
                window?: string | null;
                /** @description scheduled_end or resolution */
                window_by?: string;
                /** @description where it trades */
                venue?: string | null;
                /** @description as in market_registry */
                category?: string | null;
                /** @description LOW, MID, HIGH or UNKNOWN, as then observed */
                liquidity_bucket?: string | null;
                /** @description connector or drop that brought the price */
                price_source?: string | null;
                /** @description one of category_tags */
                tag?: string | null;
                /** @description part of the question or the slug */
                text?: string | null;
                /** @description all, observed (ends that were known beforehand) or assumed */
                ends?: string | null;
                /** @description volume_24h as then observed, LEAST:MOST in USDC */
                volume?: string | null;
                /** @description distinct wallets, LEAST:MOST */
                traders?: string | null;
                /** @description from start to anchor, LEAST:MOST in days */
                duration?: string | null;
                /** @description age of the price, LEAST:MOST in seconds */
                age?: string | null;
                /** @description spread of the quote, LEAST:MOST */
                spread?: string | null;
                /** @description two or more; the longest fixes who belongs */
                horizons?: string;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": {
                     *         "events": 192,
                     *         "horizons": [
                     *           "7d",
                     *           "24h"
                     *         ],
                     *         "members": 393,
                     *         "question": {
                     *           "anchor": "scheduled",
                     *           "category": "politics",
                     *           "horizon": "24h",
                     *           "price": "quote",
                     *           "until": "2026-01-31T00:00:00Z",
                     *           "weighting": "event"
                     *         },
                     *         "rows": [
                     *           {
                     *             "bias": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   -0.02,
                     *                   0.04
                     *                 ],
                     *                 "week": [
                     *                   -0.019,
                     *                   0.039
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.015,
                     *               "high": 0.04,
                     *               "low": -0.02,
                     *               "unit": "event",
                     *               "value": 0.01
                     *             },
                     *             "brier": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   0.121,
                     *                   0.153
                     *                 ],
                     *                 "week": [
                     *                   0.122,
                     *                   0.152
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.008,
                     *               "high": 0.153,
                     *               "low": 0.121,
                     *               "unit": "event",
                     *               "value": 0.137
                     *             },
                     *             "enough": true,
                     *             "horizon": "24h",
                     *             "in_the_large": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   -0.21,
                     *                   0.25
                     *                 ],
                     *                 "week": [
                     *                   -0.209,
                     *                   0.249
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.11499999999999999,
                     *               "high": 0.25,
                     *               "low": -0.21,
                     *               "unit": "event",
                     *               "value": 0.02
                     *             },
                     *             "n": 380,
                     *             "n_already_resolved": 4,
                     *             "n_events": 190,
                     *             "n_missing": 9,
                     *             "panel": "balanced",
                     *             "reason": "",
                     *             "slope": {
                     *               "by_unit": {
                     *                 "event": [
                     *                   0.83,
                     *                   1.11
                     *                 ],
                     *                 "week": [
                     *                   0.831,
                     *                   1.1090000000000002
                     *                 ]
                     *               },
                     *               "df": 202,
                     *               "error": 0.07000000000000003,
                     *               "high": 1.11,
                     *               "low": 0.83,
                     *               "unit": "event",
                     *               "value": 0.97
                     *             }
                     *           }
                     *         ],
                     *         "simulated": true,
                     *         "survivors": 371,
                     *         "without_answer": 7
                     *       },
                     *       "meta": {
                     *         "as_of": "2026-01-31T00:00:00Z",
                     *         "lake_version": "5f0c8a9",
                     *         "run_id": "20260131T000000-1a2b",
                     *         "simulated": true
                     *       }
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Panel"];
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    read_picture_scoreboard_reliability_svg_get: {
        parameters: {
            query?: {
                /** @description scheduled, close or game_start */
                anchor?: string;
                /** @description 30d, 7d, 48h, 24h or 1h */
                horizon?: string;
                /** @description event or market; trade and dollar need fills */
                weighting?: string;
                /** @description quote, last (however old), mean_1h, trade_1h, bid or ask */
                price?: string;
                /** @description only the cohort of the last days before as_of, such as 90d */
                window?: string | null;
                /** @description scheduled_end or resolution */
                window_by?: string;
                /** @description where it trades */
                venue?: string | null;
                /** @description as in market_registry */
                category?: string | null;
                /** @description LOW, MID, HIGH or UNKNOWN, as then observed */
                liquidity_bucket?: string | null;
                /** @description connector or drop that brought the price */
                price_source?: string | null;
                /** @description one of category_tags */
                tag?: string | null;
                /** @description part of the question or the slug */
                text?: string | null;
                /** @description all, observed (ends that were known beforehand) or assumed */
                ends?: string | null;
                /** @description volume_24h as then observed, LEAST:MOST in USDC */
                volume?: string | null;
                /** @description distinct wallets, LEAST:MOST */
                traders?: string | null;
                /** @description from start to anchor, LEAST:MOST in days */
                duration?: string | null;
                /** @description age of the price, LEAST:MOST in seconds */
                age?: string | null;
                /** @description spread of the quote, LEAST:MOST */
                spread?: string | null;
                /** @description 0, or 999 and more: judge MCB and ECE, draw the band */
                draws?: number;
                /** @description of the draws */
                seed?: number;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "image/svg+xml": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    read_search_search_get: {
        parameters: {
            query?: {
                /** @description words, an id, or part of a slug; nothing finds nothing */
                q?: string;
                /** @description markets at most */
                limit?: number;
                /** @description json, csv or parquet */
                format?: "json" | "csv" | "parquet";
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "category": "politics",
                     *           "event_id": "800001",
                     *           "liquidity_bucket": "MID",
                     *           "market_id": "900001",
                     *           "price": 0.62,
                     *           "price_at": "2026-01-31T14:05:00Z",
                     *           "question": "Simulated: will the harbour line open?",
                     *           "slug": "simulated-harbour-line",
                     *           "status": "ACTIVE"
                     *         }
                     *       ],
                     *       "meta": {
                     *         "as_of": "2026-01-31T00:00:00Z",
                     *         "lake_version": "5f0c8a9",
                     *         "run_id": "20260131T000000-1a2b",
                     *         "simulated": true
                     *       },
                     *       "total": 1
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["FoundMarket"][];
                        meta: components["schemas"]["Meta"];
                        next_cursor?: string | null;
                        total?: number | null;
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    read_stream_stream_get: {
        parameters: {
            query?: {
                /** @description lake and prices:MARKET, with commas between */
                topics?: string;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description events without an end */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "text/event-stream": string;
                };
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    read_trust_trust_get: {
        parameters: {
            query?: {
                /** @description rows of one page */
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string | null;
                /** @description json, csv or parquet */
                format?: "json" | "csv" | "parquet";
                /** @description one market */
                market_id?: string | null;
                /** @description scheduled, close, game_start or latest */
                anchor?: string | null;
                /** @description 30d, 7d, 48h, 24h, 1h or now */
                horizon?: string | null;
                /** @description v1 or v2; default: the one that is shown */
                version?: string | null;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "anchor": "scheduled",
                     *           "category": "politics",
                     *           "clock": "replayed",
                     *           "config": "{}",
                     *           "cutoff_at": "2026-01-31T00:00:00Z",
                     *           "event_id": "800001",
                     *           "features_at": "2026-01-31T00:00:00Z",
                     *           "horizon": "24h",
                     *           "knowable_at": "2026-02-02T00:00:00Z",
                     *           "liquidity": 0.62,
                     *           "market_id": "900001",
                     *           "stability": 0.84,
                     *           "total": 71.4,
                     *           "trust_version": "v1",
                     *           "venue": "world",
                     *           "weight_present": 0.6
                     *         }
                     *       ],
                     *       "meta": {
                     *         "as_of": "2026-01-31T00:00:00Z",
                     *         "lake_version": "5f0c8a9",
                     *         "run_id": "20260131T000000-1a2b",
                     *         "simulated": true
                     *       },
                     *       "total": 1
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["Trust"][];
                        meta: components["schemas"]["Meta"];
                        next_cursor?: string | null;
                        total?: number | null;
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    read_reliability_trust_reliability_get: {
        parameters: {
            query?: {
                /** @description v1 or v2 */
                version?: string | null;
                /** @description scheduled, close or game_start */
                anchor?: string | null;
                /** @description 30d, 7d, 48h, 24h, 1h or all */
                horizon?: string | null;
                /** @description json, csv or parquet */
                format?: "json" | "csv" | "parquet";
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "anchor": "scheduled",
                     *           "horizon": "all",
                     *           "is_default": true,
                     *           "mcb": 0.006,
                     *           "mcb_excess": 0.001,
                     *           "mcb_null": 0.005,
                     *           "mean_p": 0.47,
                     *           "mean_trust": 82.1,
                     *           "n": 410,
                     *           "n_events": 205,
                     *           "n_left_out": 37,
                     *           "placebo_runs": 0,
                     *           "quintile": 5,
                     *           "share_yes": 0.46,
                     *           "simulated": true,
                     *           "slope": 1.03,
                     *           "slope_high": 1.25,
                     *           "slope_low": 0.81,
                     *           "trust_version": "v1",
                     *           "unit": "event",
                     *           "verdict": ""
                     *         }
                     *       ],
                     *       "meta": {
                     *         "as_of": "2026-01-31T00:00:00Z",
                     *         "lake_version": "5f0c8a9",
                     *         "run_id": "20260131T000000-1a2b",
                     *         "simulated": true
                     *       },
                     *       "total": 1
                     *     }
                     */
                    "application/json": {
                        data: components["schemas"]["TrustReliability"][];
                        meta: components["schemas"]["Meta"];
                        next_cursor?: string | null;
                        total?: number | null;
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    read_forecast_tsfm_forecast_get: {
        parameters: {
            query?: {
                /** @description json; csv or parquet for one table of the answer */
                format?: "json" | "csv" | "parquet";
                /** @description for csv and parquet: which table, such as diagram.bins; needed where there are several */
                table?: string | null;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description as /tsfm/health, with methods and limits */
                        data: Record<string, never>;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    forecast_tsfm_forecast_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ForecastRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForecastAnswer"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
    read_health_tsfm_health_get: {
        parameters: {
            query?: {
                /** @description json; csv or parquet for one table of the answer */
                format?: "json" | "csv" | "parquet";
                /** @description for csv and parquet: which table, such as diagram.bins; needed where there are several */
                table?: string | null;
                /** @description first digits of a run's manifest: the answer is of the data as that run left it */
                manifest?: components["parameters"]["manifest"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the answer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description default, baseline, providers with breaker, degradation and models */
                        data: Record<string, never>;
                        meta: components["schemas"]["Meta"];
                    };
                };
            };
            /** @description unchanged since the ETag in If-None-Match */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description what went wrong, in the one error shape */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
            /** @description what went wrong, in the one error shape */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failed"];
                };
            };
        };
    };
}
