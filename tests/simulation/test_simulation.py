"""Every statement about the statistics, in worlds whose truth is known: short form, and the full one on request.

`--seeds 0:5000` runs exactly those seeds in either form; `make torture` prints the table at its end.
"""

import pytest

from . import bands, calibrated, cubes, lakes, seeds, sequential, trusted, worlds

SIMULATIONS = [
    one for part in (calibrated, bands, cubes, worlds, sequential, trusted, lakes) for one in part.SIMULATIONS
]  # fmt: skip


def names(simulations):
    return {one.name: one for one in simulations}


@pytest.mark.parametrize("name", [one.name for one in SIMULATIONS if one.short])
def test_short_form(name, asked_seeds, judged):
    simulation = names(SIMULATIONS)[name]
    judged(simulation, asked_seeds or range(simulation.short), seeds.SHORT_DRAWS, processes=1)


@pytest.mark.torture
@pytest.mark.parametrize("name", [one.name for one in SIMULATIONS])
def test_full_form(name, asked_seeds, judged):
    simulation = names(SIMULATIONS)[name]
    judged(simulation, asked_seeds or range(simulation.full), seeds.FULL_DRAWS, processes=seeds.cores())


def test_every_simulation_has_a_name_of_its_own():
    assert len(names(SIMULATIONS)) == len(SIMULATIONS)
