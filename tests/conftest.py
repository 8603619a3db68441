"""How Hypothesis runs here: the same examples every time in CI, fresh ones at home; never a stopwatch."""

import os

from hypothesis import settings

settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("home", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "home")
