"""How property tests run everywhere: no time limit on one example, the same examples in CI every time."""

import os

from hypothesis import Phase, settings

PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.target, Phase.shrink)
settings.register_profile("everywhere", deadline=None, phases=PHASES, derandomize=bool(os.environ.get("CI")))
settings.load_profile("everywhere")
