"""Telling people: which alerts go where, what they look like, and how they are delivered.

Pure: ``events``, ``routes``, ``payload``, ``signing``, ``slack``, ``webhook``, ``rendering``,
``retry``, ``safe_text``. Only ``client`` reaches out (and only it knows httpx).
"""
