"""Pages that need JavaScript: rendered in a Chromium that is installed, by the extra ``js``.

:mod:`finding` says whether there is a browser, :mod:`settling` when a page has come to rest,
:mod:`proxy` keeps the address guard for what the browser asks, :mod:`tab` is one page in it and
:mod:`browser` the browser itself. Only the last two import Playwright, and only when a page is
rendered: a crawl without such pages pays nothing.
"""
