"""``python -m crawler``: the crawling process. Started by :class:`crawler.runner.ProcessRunner`."""

from crawler.process import leave, main

leave(main())
