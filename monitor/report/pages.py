"""Whole pages as HTML text, ready to be written to a file as UTF-8."""

from __future__ import annotations

from monitor.report.model import DiffPage, ReportPage
from monitor.report.rendering import render
from storage.version import __version__


def report_page(page: ReportPage) -> str:
    """The report: one file that asks nobody for anything."""
    return render("report.html", page.language, page=page, program=f"clausewatch {__version__}")


def diff_page(page: DiffPage) -> str:
    """One comparison as a file of its own."""
    return render("diff.html", page.language, page=page, program=f"clausewatch {__version__}")
