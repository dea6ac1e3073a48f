"""What the chats answer when something is wrong: their real bodies, statuses and headers.

Sources: docs.slack.dev (incoming webhooks, changelog 2016-05-17), docs.discord.com (JSON error
codes, rate limits), learn.microsoft.com (request triggers of workflows), developers.google.com
(Chat limits, API errors), the ids of Mattermost's ``HandleIncomingWebhook``,
core.telegram.org/bots/api, spec.matrix.org (standard error response).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from storage.model import AttemptOutcome, EndpointKind

DELIVERED = AttemptOutcome.DELIVERED
RETRY = AttemptOutcome.RETRY
THROTTLED = AttemptOutcome.THROTTLED
REFUSED = AttemptOutcome.REFUSED
DISABLED = AttemptOutcome.DISABLED


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """An answer and its verdict; ``wait`` is how many seconds it asks for, ``says`` is in the
    error that a person reads.
    """

    name: str
    status: int
    body: bytes
    verdict: AttemptOutcome
    headers: tuple[tuple[str, str], ...] = ()
    wait: int | None = None
    says: str = ""


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


def _word(status: int, word: str, verdict: AttemptOutcome) -> Trouble:
    """Slack's way: the word alone."""
    return Trouble(name=word, status=status, body=word.encode(), verdict=verdict, says=word)


def _discord(status: int, code: int, message: str, verdict: AttemptOutcome) -> Trouble:
    body = _json({"message": message, "code": code})
    says = f"code {code}" if code else ""
    return Trouble(name=f"{status}-{code}", status=status, body=body, verdict=verdict, says=says)


def _teams(status: int, code: str, message: str, verdict: AttemptOutcome) -> Trouble:
    body = _json({"error": {"code": code, "message": message}})
    return Trouble(name=code, status=status, body=body, verdict=verdict, says=code)


def _google(
    status: int, word: str, message: str, verdict: AttemptOutcome, reason: str = ""
) -> Trouble:
    details = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason}]
    error = {"code": status, "message": message, "status": word}
    body = _json({"error": error | ({"details": details} if reason else {})})
    return Trouble(
        name=reason or word, status=status, body=body, verdict=verdict, says=reason or word
    )


def _mattermost(status: int, word: str, message: str, verdict: AttemptOutcome) -> Trouble:
    said = {"id": word, "message": message, "detailed_error": "", "request_id": "x4f"}
    body = _json(said | {"status_code": status})
    return Trouble(name=word, status=status, body=body, verdict=verdict, says=word)


def _telegram(
    status: int,
    description: str,
    verdict: AttemptOutcome,
    *,
    parameters: Mapping[str, int] | None = None,
    wait: int | None = None,
    http_status: int | None = None,
) -> Trouble:
    said = {"ok": False, "error_code": status, "description": description}
    body = _json(said | ({"parameters": parameters} if parameters else {}))
    return Trouble(
        name=f"{http_status or status}-{description}",
        status=http_status or status,
        body=body,
        verdict=verdict,
        wait=wait,
    )


def _matrix(
    status: int, code: str, verdict: AttemptOutcome, wait: int | None = None, **more: object
) -> Trouble:
    body = _json({"errcode": code, "error": "words for people"} | more)
    return Trouble(
        name=f"{status}-{code}", status=status, body=body, verdict=verdict, says=code, wait=wait
    )


_HTML = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
_ANY = (
    Trouble(name="502", status=502, body=_HTML, verdict=RETRY),
    Trouble(name="500", status=500, body=b"", verdict=RETRY),
    Trouble(
        name="redirect",
        status=308,
        body=b"",
        headers=(("Location", "https://elsewhere.example/s3cret"),),
        verdict=RETRY,
        says="redirects are not followed",
    ),
)
_TOO_MANY = Trouble(
    name="429",
    status=429,
    body=b"",
    headers=(("Retry-After", "30"),),
    verdict=THROTTLED,
    wait=30,
)

_SLACK = (
    _word(400, "invalid_payload", REFUSED),
    _word(400, "invalid_blocks", REFUSED),
    _word(400, "no_text", REFUSED),
    _word(400, "too_many_attachments", REFUSED),
    _word(400, "user_not_found", REFUSED),
    _word(400, "no_team", DISABLED),
    _word(403, "action_prohibited", RETRY),
    _word(403, "posting_to_general_channel_denied", RETRY),
    _word(403, "invalid_token", DISABLED),
    _word(404, "channel_not_found", DISABLED),
    _word(404, "no_service", DISABLED),
    _word(410, "channel_is_archived", DISABLED),
    _word(500, "rollup_error", RETRY),
    _word(200, "invalid_payload", REFUSED),
    Trouble(name="413", status=413, body=b"", verdict=REFUSED),
    Trouble(
        name="429-word",
        status=429,
        body=b"rate_limited",
        headers=(("Retry-After", "30"),),
        verdict=THROTTLED,
        wait=30,
        says="rate_limited",
    ),
    Trouble(
        name="workflow",
        status=200,
        body=b'{"ok": false, "error": "no_service"}',
        verdict=DISABLED,
        says="no_service",
    ),
)

_DISCORD = (
    _discord(404, 10015, "Unknown Webhook", DISABLED),
    _discord(404, 10003, "Unknown Channel", DISABLED),
    _discord(401, 50027, "Invalid Webhook Token", DISABLED),
    _discord(400, 50035, "Invalid Form Body", REFUSED),
    _discord(400, 50006, "Cannot send an empty message", REFUSED),
    _discord(400, 50083, "Thread is archived", RETRY),
    _discord(403, 50013, "Missing Permissions", RETRY),
    _discord(404, 0, "404: Not Found", RETRY),
    _discord(413, 40005, "Request entity too large", REFUSED),
    Trouble(
        name="429",
        status=429,
        body=_json(
            {"message": "You are being rate limited.", "retry_after": 0.529, "global": False}
        ),
        headers=(("Retry-After", "1"), ("X-RateLimit-Reset-After", "0.529")),
        verdict=THROTTLED,
        wait=1,
    ),
    Trouble(
        name="429-milliseconds",
        status=429,
        body=_json(
            {"message": "You are being rate limited.", "retry_after": 4_231, "global": False}
        ),
        headers=(("Retry-After", "5"),),
        verdict=THROTTLED,
        wait=5,
    ),
    Trouble(
        name="429-global",
        status=429,
        body=_json(
            {"message": "You are being rate limited.", "retry_after": 64.57, "global": True}
        ),
        headers=(
            ("Retry-After", "65"),
            ("X-RateLimit-Global", "true"),
            ("X-RateLimit-Scope", "global"),
            ("X-RateLimit-Reset-After", "1"),
        ),
        verdict=THROTTLED,
        wait=65,
    ),
    Trouble(
        name="429-cloudflare",
        status=429,
        body=b"error code: 1015",
        headers=(("Retry-After", "600"),),
        verdict=THROTTLED,
        wait=600,
    ),
    Trouble(
        name="success-and-no-more",
        status=200,
        body=_json({"id": "1", "content": "", "embeds": []}),
        headers=(("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset-After", "1.2")),
        verdict=DELIVERED,
        wait=2,
    ),
)

_OLD_TEAMS = (
    b"Webhook message delivery failed with error: Microsoft Teams endpoint returned "
    b"HTTP error %d with ContextId tcid=0."
)
_TEAMS = (
    _teams(
        401,
        "DirectApiAuthorizationRequired",
        "The request must be authenticated only by Shared Access scheme.",
        DISABLED,
    ),
    _teams(403, "AuthorizationFailed", "The authentication credentials are not valid.", DISABLED),
    _teams(401, "DirectApiInvalidSignature", "The signature is expired.", DISABLED),
    _teams(404, "WorkflowNotFound", "The workflow could not be found.", DISABLED),
    _teams(400, "WorkflowTriggerIsNotEnabled", "with state 'Disabled' of workflow", RETRY),
    _teams(400, "TriggerInputSchemaMismatch", "The input body did not match its schema", REFUSED),
    _teams(403, "IpAddressNotAllowed", "access control", RETRY),
    Trouble(name="404", status=404, body=_HTML, verdict=DISABLED),
    Trouble(name="413", status=413, body=b"", verdict=REFUSED),
    Trouble(name="old-429", status=200, body=_OLD_TEAMS % 429, verdict=THROTTLED, says="HTTP 429"),
    Trouble(name="old-403", status=200, body=_OLD_TEAMS % 403, verdict=RETRY, says="HTTP 403"),
    Trouble(
        name="429",
        status=429,
        body=_json({"error": {"code": "WorkflowRunActionThrottled", "message": "too many"}}),
        headers=(("Retry-After", "20"),),
        verdict=THROTTLED,
        wait=20,
    ),
)

_GOOGLE = (
    _google(404, "NOT_FOUND", "Space not found", DISABLED),
    _google(403, "PERMISSION_DENIED", "The caller does not have permission", DISABLED),
    _google(401, "UNAUTHENTICATED", "invalid authentication credential", DISABLED),
    _google(400, "INVALID_ARGUMENT", "API key not valid.", DISABLED, "API_KEY_INVALID"),
    _google(400, "INVALID_ARGUMENT", "Message cannot be empty.", REFUSED),
    _google(429, "RESOURCE_EXHAUSTED", "Quota exceeded for writes per minute", THROTTLED),
    _google(503, "UNAVAILABLE", "The service is currently unavailable.", RETRY),
    Trouble(
        name="already-there",
        status=409,
        body=_json({"error": {"code": 409, "status": "ALREADY_EXISTS"}}),
        verdict=DELIVERED,
    ),
)

_HOOK = "web.incoming_webhook"
_MATTERMOST = (
    _mattermost(400, f"{_HOOK}.invalid.app_error", "Invalid webhook.", DISABLED),
    _mattermost(404, f"{_HOOK}.channel.app_error", "Couldn't find the channel.", DISABLED),
    _mattermost(400, f"{_HOOK}.user.app_error", "Couldn't find the user.", DISABLED),
    _mattermost(404, "store.sql_webhooks.get_incoming.app_error", "gone", DISABLED),
    _mattermost(501, f"{_HOOK}.disabled.app_error", "disabled by the admin", RETRY),
    _mattermost(403, f"{_HOOK}.permissions.app_error", "Inappropriate permissions", RETRY),
    _mattermost(403, f"{_HOOK}.channel_locked.app_error", "not permitted", RETRY),
    _mattermost(400, f"{_HOOK}.text.app_error", "No text specified.", REFUSED),
    _mattermost(400, f"{_HOOK}.decode.app_error", "Failed to decode the payload", REFUSED),
    Trouble(name="413", status=413, body=_HTML, verdict=REFUSED),
    Trouble(
        name="429",
        status=429,
        body=b"limit exceeded\n",
        headers=(("X-Ratelimit-Limit", "10"), ("X-Ratelimit-Reset", "7")),
        verdict=THROTTLED,
        wait=7,
    ),
)

_TELEGRAM = (
    _telegram(401, "Unauthorized", DISABLED),
    _telegram(404, "Not Found", DISABLED),
    _telegram(403, "Forbidden: bot was blocked by the user", DISABLED),
    _telegram(403, "Forbidden: bot was kicked from the supergroup chat", DISABLED),
    _telegram(403, "Forbidden: bot is not a member of the channel chat", DISABLED),
    _telegram(403, "Forbidden: user is deactivated", DISABLED),
    _telegram(400, "Bad Request: chat not found", DISABLED),
    _telegram(400, "Bad Request: PEER_ID_INVALID", DISABLED),
    _telegram(403, "Forbidden: bot can't send messages to the user", RETRY),
    _telegram(400, "Bad Request: not enough rights to send text messages to the chat", RETRY),
    _telegram(400, "Bad Request: TOPIC_CLOSED", RETRY),
    _telegram(400, "Bad Request: message is too long", REFUSED),
    _telegram(400, "Bad Request: can't parse entities: Unsupported start tag", REFUSED),
    _telegram(400, "Bad Request: message text is empty", REFUSED),
    _telegram(500, "Internal Server Error", RETRY),
    _telegram(
        429,
        "Too Many Requests: retry after 17",
        THROTTLED,
        parameters={"retry_after": 17},
        wait=17,
    ),
    _telegram(
        429,
        "Too Many Requests: retry after 9",
        THROTTLED,
        parameters={"retry_after": 9},
        wait=9,
        http_status=200,
    ),
    _telegram(400, "Bad Request: chat not found", DISABLED, http_status=200),
    Trouble(name="413", status=413, body=_HTML, verdict=REFUSED),
)

_MATRIX = (
    _matrix(401, "M_UNKNOWN_TOKEN", DISABLED, soft_logout=False),
    _matrix(401, "M_MISSING_TOKEN", DISABLED),
    _matrix(403, "M_USER_DEACTIVATED", DISABLED),
    _matrix(403, "M_FORBIDDEN", DISABLED),
    _matrix(404, "M_UNRECOGNIZED", DISABLED),
    _matrix(404, "M_NOT_FOUND", DISABLED),
    _matrix(413, "M_TOO_LARGE", REFUSED),
    _matrix(400, "M_BAD_JSON", REFUSED),
    _matrix(400, "M_NOT_JSON", REFUSED),
    _matrix(403, "M_RESOURCE_LIMIT_EXCEEDED", RETRY, admin_contact="mailto:a@b.example"),
    _matrix(429, "M_LIMIT_EXCEEDED", THROTTLED, 3, retry_after_ms=2_500),
    _matrix(500, "M_UNKNOWN", RETRY),
    Trouble(name="404-html", status=404, body=_HTML, verdict=RETRY),
    Trouble(
        name="429-header",
        status=429,
        body=_json({"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 99_000}),
        headers=(("Retry-After", "4"),),
        verdict=THROTTLED,
        wait=4,
    ),
)

_WEBHOOK = (
    Trouble(name="400", status=400, body=b"{}", verdict=RETRY),
    Trouble(name="401", status=401, body=b"", verdict=RETRY),
    Trouble(name="404", status=404, body=b"no_service", verdict=RETRY),
    Trouble(name="410", status=410, body=b"", verdict=DISABLED),
    Trouble(name="413", status=413, body=b"", verdict=RETRY),
    Trouble(
        name="503",
        status=503,
        body=b"",
        headers=(("Retry-After", "12"),),
        verdict=RETRY,
        wait=12,
    ),
    Trouble(name="error-in-success", status=200, body=b'{"ok": false}', verdict=DELIVERED),
)

TROUBLES: Mapping[EndpointKind, tuple[Trouble, ...]] = {
    EndpointKind.SLACK: (*_SLACK, _TOO_MANY, *_ANY),
    EndpointKind.DISCORD: (*_DISCORD, *_ANY),
    EndpointKind.TEAMS: (*_TEAMS, *_ANY),
    EndpointKind.GOOGLE_CHAT: (*_GOOGLE, *_ANY),
    EndpointKind.MATTERMOST: (*_MATTERMOST, *_ANY),
    EndpointKind.TELEGRAM: (*_TELEGRAM, *_ANY),
    EndpointKind.MATRIX: (*_MATRIX, *_ANY),
    EndpointKind.WEBHOOK: (*_WEBHOOK, _TOO_MANY, *_ANY),
}

SUCCESSES: Mapping[EndpointKind, tuple[int, bytes]] = {
    EndpointKind.SLACK: (200, b"ok"),
    EndpointKind.DISCORD: (200, _json({"id": "1", "type": 0, "content": "", "code": 10015})),
    EndpointKind.TEAMS: (202, b""),
    EndpointKind.GOOGLE_CHAT: (200, _json({"name": "spaces/A/messages/B"})),
    EndpointKind.MATTERMOST: (200, b"ok"),
    EndpointKind.TELEGRAM: (200, _json({"ok": True, "result": {"message_id": 7}})),
    EndpointKind.MATRIX: (200, _json({"event_id": "$e"})),
    EndpointKind.WEBHOOK: (204, b""),
}
