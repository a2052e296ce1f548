"""Fictional data to try the register with, and their removal.

Nothing of it can be taken for real: titles begin with “Sample:”, family names and the names of
organisations end with “(sample)”, and each record has its `sample` flag.
"""

from events.sample.loading import SampleError, load_sample
from events.sample.removal import remove_sample

__all__ = ["SampleError", "load_sample", "remove_sample"]
