"""What docs/performance.md says, measured: `make bench` prints its tables.

Each measurement runs as a process of its own, under the settings of production, on a database
of its own that is gone afterwards.
"""
