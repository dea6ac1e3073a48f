"""``clausewatch demo``: invented services on a local site, watched by the real thing."""
