"""What may come: the range in which a price should stay. Forecasters behind one interface, guard, conformal, service."""

from .interface import Covariates, Forecaster, ForecastResult, as_batch, checked_quantiles, steps_of

__all__ = ["Covariates", "ForecastResult", "Forecaster", "as_batch", "checked_quantiles", "steps_of"]
