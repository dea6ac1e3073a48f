"""HTML for people: the report, a diff, and the parts that the web pages are made of.

:mod:`model` are the values that templates show, :mod:`changes` makes them from the JSON of
`compare`, :mod:`recorded` from the database, :mod:`picture` draws a timeline, :mod:`gathering`
collects what a report holds, :mod:`pages` writes it.
Text of pages is cleaned and escaped by the template engine (:mod:`rendering`), never by hand, and
everything that is written stands alone: no request leaves a page.
"""

from __future__ import annotations

from monitor.report.changes import change_view
from monitor.report.model import ChangeView, DiffPage, ReportPage
from monitor.report.pages import diff_page, report_page

__all__ = ["ChangeView", "DiffPage", "ReportPage", "change_view", "diff_page", "report_page"]
