"""The read-only web: pages, a JSON API and Atom feeds over the same history as the commands.

:mod:`routes` lists every address with who may read it, :mod:`guard` stands before all of them,
:mod:`pages`, :mod:`api` and :mod:`feeds` answer, :mod:`server` listens. Needs the extra ``web``.
"""
