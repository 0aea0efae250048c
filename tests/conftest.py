"""What all tests share: property tests draw the same examples everywhere and are not timed."""

from hypothesis import settings

settings.register_profile("reasoncost", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("reasoncost")
