"""Fetching: a Scrapy project, and the pure extraction that turns bytes into a document."""
