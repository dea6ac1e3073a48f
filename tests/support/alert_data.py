"""Alerts of every event with anything in their texts: strategies for hypothesis."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from monitor.alerts.model import AlertContent
from monitor.alerts.stored import alert_from_data
from storage.model import Category, ChangeClass, ClauseChangeKind, DateStatus, EventType, Outcome

CREATED_AT = "2026-03-05T14:07:09.123456Z"

NASTY = [
    "<!channel>",
    "<!here|x>",
    "<@U123> <@!42> <@&7> <#C1> <t:1:R> <:a:1> </cmd:1>",
    "<https://evil.example|click>",
    "[click](https://evil.example) [x]: https://evil.example <https://evil.example>",
    "![x](https://evil.example/a.png) ||spoiler|| www.evil.example mailto:x@evil.example",
    "@channel @here @everyone @all @room @username @user:evil.example",
    "<users/all> <users/123> <at>Anna</at> {{DATE(2026-01-01T00:00:00Z,SHORT)}}",
    "*b* ~s~ `c` _i_ **bb** ~~ss~~ __u__ ```pre```",
    "# heading",
    "- item",
    "> quote",
    "-# small",
    "1. first",
    "* star",
    "/start /cmd@bot #tag :smile: :+1: $x$ \\* \\",
    "tg://user?id=1 https://matrix.to/#/@x:y",
    "<b>x</b> <script>alert(1)</script> <a href='tg://user?id=1'>x</a> <!-- -->",
    "&amp;<>& &lt; &#64;channel &nbsp;",
    "\u202eevil\u2069\u2066\u2067\u2068",
    "\x1b[2J\x00",
    "سياسة الخصوصية",
    "מדיניות פרטיות",
    "🇫🇷👩\u200d👧e\u0301",
    '"\\/\u2028\n\r\n',
    "\ud800",
    "x" * 400,
    "كلمة " * 300,
    "& " * 300,
    "*" * 200,
    " ",
]
texts = st.lists(
    st.one_of(st.sampled_from(NASTY), st.text(max_size=20)), min_size=0, max_size=4
).map(" ".join)
_ops = st.sampled_from(["=", "-", "+"])
_categories = st.lists(
    st.sampled_from([*map(str, Category), "biometrics", "@own *category*"]), unique=True
)
_severities = st.integers(min_value=0, max_value=100)
_counts = st.integers(min_value=0, max_value=3_000)
_instants = st.just("2026-03-05T14:02:00.000000Z")

_facts = st.fixed_dictionaries(
    {
        "fact": texts | st.sampled_from(["retention", "sell", "party", "right", "consent", "age"]),
        "before": texts | st.sampled_from(["denies", "may", "30 day", "1.5 year"]) | st.none(),
        "after": texts | st.sampled_from(["affirms", "24 month", "2 day"]) | st.none(),
        "direction": texts | st.sampled_from(["longer", "weaker", "changed"]),
    }
)
sources = st.fixed_dictionaries(
    {
        "key": texts,
        "service": texts,
        "type": texts,
        "url": st.one_of(
            texts,
            st.sampled_from(
                [
                    "https://naseem.example/خصوصية?a=<b>&c=|d(x)[y]",
                    "https://שלום.example:8443/*_~`",
                    "http://[::1/",
                    "https://user:pass@evil.example/",
                    "https://a.example/" + "x" * 3_000,
                    "javascript:alert(1)",
                ]
            ),
        ),
        "language": st.sampled_from(["ar", None]),
        "tags": st.lists(texts, max_size=20),
    }
)


@st.composite
def _clause_changes(draw: st.DrawFn) -> dict[str, Any]:
    diff = draw(st.lists(st.tuples(_ops, texts), max_size=6))
    times = draw(st.sampled_from([1, 1, 1, 30]))
    diff = diff * times
    return {
        "kind": draw(st.sampled_from(list(ClauseChangeKind))).value,
        "categories": draw(_categories),
        "heading_path": draw(st.lists(texts, max_size=6)),
        "before": "".join(text for op, text in diff if op in "=-"),
        "after": "".join(text for op, text in diff if op in "=+"),
        "diff": diff,
        "facts": draw(st.lists(_facts, max_size=3)),
    }


def _dates() -> st.SearchStrategy[dict[str, Any]]:
    day = st.sampled_from(["2026-01-01", "2026-01", "2026", "2026-13-99", "x" * 99, None])
    status = st.sampled_from([*map(str, DateStatus)])
    return st.fixed_dictionaries({"status": status, "old": day, "new": day})


changes = st.fixed_dictionaries(
    {
        "source": sources,
        "version": st.integers(min_value=1, max_value=999),
        "previous_version": st.just(1) | st.none(),
        "captured_at": _instants,
        "summary": texts,
        "class": st.sampled_from([*map(str, ChangeClass)]),
        "material": st.just("material"),
        "silent": st.booleans(),
        "severity": _severities,
        "reasons": st.lists(texts, max_size=15),
        "effective": _dates(),
        "updated": _dates(),
        "categories": _categories,
        "clause_changes": st.lists(_clause_changes(), max_size=5).flatmap(
            lambda changes: st.sampled_from([1, 1, 9, 40]).map(lambda times: changes * times)
        ),
        "parties": st.fixed_dictionaries(
            {"added": st.lists(texts, max_size=30), "removed": st.lists(texts, max_size=3)}
        ),
    }
)
change_events = st.sampled_from(
    ["policy.changed", "policy.silent_change", "policy.rollback", "policy.date_changed"]
)
_health = st.fixed_dictionaries(
    {
        "source": sources,
        "captured_at": _instants,
        "severity": _severities,
        "outcome": st.sampled_from([*map(str, Outcome), None]) | texts,
        "reason": texts | st.none(),
        "bad_fetches": _counts,
        "last_verified_at": _instants | st.none(),
    }
)
_reminders = st.fixed_dictionaries(
    {
        "source": sources,
        "version": st.just(3),
        "captured_at": _instants,
        "severity": _severities,
        "effective_on": st.sampled_from(["2026-04-01", "2026-12-31"]),
        "days_left": st.integers(min_value=1, max_value=120),
        "lead_days": st.just(30),
        "first_stated_at": _instants,
        "summary": texts,
    }
)
_anomalies = st.fixed_dictionaries(
    {"captured_at": _instants, "severity": _severities}
    | dict.fromkeys(("run", "checked", "changed", "held"), _counts)
)
_entries = st.fixed_dictionaries(
    {
        "event": st.sampled_from([*map(str, EventType)]),
        "source": sources,
        "severity": _severities,
        "summary": texts,
        "categories": _categories,
        "silent": st.booleans(),
        "version": st.none() | st.just(3),
        "captured_at": _instants,
    }
)
_digests = st.fixed_dictionaries(
    {
        "captured_at": _instants,
        "severity": _severities,
        "period": st.sampled_from(["batch", "daily", "weekly"]),
        "since": _instants,
        "until": _instants,
        "entries": st.lists(_entries, max_size=4).flatmap(
            lambda entries: st.sampled_from([1, 1, 12]).map(lambda times: entries * times)
        ),
        "left_out": st.fixed_dictionaries({"entries": _counts}),
    }
)
_tests = st.fixed_dictionaries({"endpoint": texts})


def made(event: str, data: dict[str, Any]) -> AlertContent:
    """The alert whose ``data`` this is."""
    return alert_from_data(event, CREATED_AT, data)


def alerts() -> st.SearchStrategy[AlertContent]:
    """Any alert; half of them about changes."""
    others = st.one_of(
        st.tuples(st.sampled_from(["source.broken", "source.recovered"]), _health),
        st.tuples(st.just("policy.effective_soon"), _reminders),
        st.tuples(st.just("run.anomalous"), _anomalies),
        st.tuples(st.just("digest"), _digests),
        st.tuples(st.just("test"), _tests),
    )
    of_changes = st.tuples(change_events, changes)
    return st.one_of(of_changes, others).map(lambda pair: made(*pair))
