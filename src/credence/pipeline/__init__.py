"""When it runs: the steps of the daily job as data, the runner, the manifest, and the check that a run can be repeated."""

from .job import RunResult, run_job
from .options import Options
from .progress import Progress, silent
from .steps import Step, plan
from .verify import Compared, verify

__all__ = ["Compared", "Options", "Progress", "RunResult", "Step", "plan", "run_job", "silent", "verify"]
