"""Finds where the two companies of an alliance see the same thing differently."""

import os
from importlib.metadata import version

# NumPy and SciPy read it as they are loaded, which is later. On matrices as small as ours the threads of their linear
# algebra wait for each other for several times as long as the sums take. Whoever sets a number keeps it.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = version("alliance-diagnostic")
