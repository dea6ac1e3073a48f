"""The database of clausewatch and what stands in it.

The lowest of the three packages: it imports neither :mod:`crawler` nor :mod:`monitor`.
"""
