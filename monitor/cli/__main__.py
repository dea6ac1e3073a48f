"""``python -m monitor.cli`` is ``clausewatch``."""

from monitor.cli import main

main()
