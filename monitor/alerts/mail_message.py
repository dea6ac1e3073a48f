"""An alert as a mail: text and HTML of the same message, for people and for their archives.

The Message-ID is made of the delivery's id, so it is the same on every attempt: what arrives twice
can be told to be one. ``Auto-Submitted`` (RFC 3834) keeps absence notices away.
"""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from monitor.alerts.composing import composer
from monitor.alerts.html_message import render_html
from monitor.alerts.markup import dead
from monitor.alerts.message import FITS
from monitor.alerts.model import AlertContent, event_of
from monitor.alerts.plain import plain_title, render_plain
from monitor.alerts.safe_text import shorten

_SUBJECT_LIMIT = 150
_NAME = "clausewatch"
_POLICY = SMTP.clone(max_line_length=998)  # long Message-IDs are not to be folded


def mail_message(
    content: AlertContent,
    *,
    sender: str,
    to: tuple[str, ...],
    delivery_id: str,
    sent_at: datetime,
    language: str = "en",
) -> EmailMessage:
    """The mail; ``sent_at`` is when the alert was first to be sent."""
    message = EmailMessage(policy=_POLICY)
    title = dead(plain_title(composer(content, language)(FITS[0])))
    message["Subject"] = shorten(" ".join(title.split()), _SUBJECT_LIMIT)
    message["From"] = Address(display_name=_NAME, addr_spec=sender)
    message["To"] = tuple(Address(addr_spec=one) for one in to)
    message["Date"] = format_datetime(sent_at)
    message["Message-ID"] = f"<{delivery_id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Clausewatch-Event"] = event_of(content)
    message.set_content(render_plain(content, language), cte="base64")
    message.add_alternative(render_html(content, language), subtype="html", cte="base64")
    message["Content-Language"] = language  # setting content drops what was said of it before
    return message
