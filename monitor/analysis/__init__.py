"""Understanding: what a policy says, and what a change of it means.

Pure functions of values: no network, no clock, no database, no model at run time.
"""
