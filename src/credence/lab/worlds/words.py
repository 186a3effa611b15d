"""What the questions of a world ask. All of it begins with `Simulated: `."""

import numpy as np

NAMED_SHARE = 0.30  # of single sports events
SUBJECTS = {
    "politics": ("the Aster party", "the Harbour bill", "Mayor Lindqvist", "the Coral treaty"),
    "sports": ("the Alder Rovers", "the Cobalt Kites", "the Dune Foxes", "the Tidal Nine"),
    "crypto": ("Lanterncoin", "Ferrite", "Mosschain", "Quillcoin"),
    "economy": ("the Meridian bank rate", "Ostland inflation", "Vale unemployment", "the Brine index"),
    "culture": ("the film Paper Moons", "the band Velvet Anchor", "the Glasshouse prize", "the novel Salt Year"),
    "weather": ("rain in Port Ember", "snow on Mount Sable", "heat in Greywater", "wind at Cape Luma"),
}
DEEDS = {
    "politics": "prevail in round",
    "sports": "win match",
    "crypto": "rise in window",
    "economy": "rise in period",
    "culture": "lead the charts in week",
    "weather": "beat the record on day",
}


class Words:
    """Title, questions, outcomes and rules of one event."""

    def __init__(self, rng: np.random.Generator, number: int, category: str, shape: str, size: int) -> None:
        subject = SUBJECTS[category][rng.integers(4)]
        self.outcomes = ("Yes", "No")
        self.group_titles = [""] * size
        rule = "This market resolves to Yes if it happens by the scheduled end, otherwise to No."
        if shape == "exclusive":
            self.title = f"Simulated: Who or what comes first, {DEEDS[category].split()[-1]} {number}?"
            self.group_titles = [f"Candidate {_letters(place)}" for place in range(size)]
            rule = "Exactly one of these markets resolves to Yes."
        elif shape == "ladder":
            first, step = 10 * int(rng.integers(5, 15)), int(rng.integers(2, 8))
            self.title = f"Simulated: How high will the count of {subject} go, number {number}?"
            self.group_titles = [f"above {first + step * k}" for k in range(size)]
            rule = "Each market resolves to Yes if the count ends above its threshold; several can."
        elif shape == "several":
            self.title = f"Simulated: What will {subject} do on date {number}?"
            self.group_titles = [f"deed {place + 1}" for place in range(size)]
            rule = "Each market resolves to Yes if its deed is done by the scheduled end, otherwise to No."
        elif number == 0:
            self.outcomes = ("Norway", "Sweden")
            self.title = f"Simulated: Norway or Sweden in relay {number}?"
            rule = "This market resolves to the team that wins."
        elif category == "sports" and rng.random() < NAMED_SHARE:
            self.outcomes = ("Team A", "Team B")
            self.title = f"Simulated: Team A or Team B in match {number}?"
            rule = "This market resolves to the team that wins."
        else:
            self.title = f"Simulated: Will {subject} {DEEDS[category]} {number}?"
        self.questions = [f"{self.title[:-1]}: {name}?" if name else self.title for name in self.group_titles]
        more = " If it is called off, it resolves 50-50." if rng.random() < 0.6 else ""
        self.description = f"Simulated. {rule}{more}"


def slug(words: str, id_: str) -> str:
    """Words and an id, in small letters, joined by hyphens."""
    kept = "".join(letter if letter.isalnum() else " " for letter in words.lower())
    return "-".join([*kept.split(), id_])


def _letters(place: int) -> str:
    """A .. Z, then AA, AB: as the columns of a sheet."""
    return ("" if place < 26 else _letters(place // 26 - 1)) + chr(ord("A") + place % 26)
