"""Where links lead."""

from __future__ import annotations

from monitor.cli.link_diff import LinkChange, diff_links, link_lines
from storage.document import from_markdown


def changes(old: str, new: str) -> tuple[LinkChange, ...]:
    return diff_links(from_markdown(old), from_markdown(new))


def test_a_link_that_leads_elsewhere_has_moved() -> None:
    old = "See [our processors](https://a.example/list) and [terms](https://a.example/terms)."
    new = "See [our processors](https://b.example/list) and [terms](https://a.example/terms)."
    assert changes(old, new) == (
        LinkChange(
            text="our processors", before="https://a.example/list", after="https://b.example/list"
        ),
    )


def test_new_and_lost_links_are_told_apart() -> None:
    assert changes("[a](https://x.example)", "[b](https://x.example)") == (
        LinkChange(text="b", before=None, after="https://x.example"),
        LinkChange(text="a", before="https://x.example", after=None),
    )


def test_the_same_words_in_two_places_are_two_links() -> None:
    old = "[here](https://x.example/1) [here](https://x.example/2)"
    new = "[here](https://x.example/1) [here](https://x.example/3)"
    assert changes(old, new) == (
        LinkChange(text="here", before="https://x.example/2", after="https://x.example/3"),
    )


def test_equal_links_are_no_change_whatever_stands_around_them() -> None:
    assert changes("[a](https://x.example)", "Now: [a](https://x.example)") == ()


def test_lines_are_neutral() -> None:
    change = LinkChange(text="\x1b]8;;", before="https://x.example/\x07", after=None)
    assert list(link_lines([change])) == ["␛]8;;", "  - https://x.example/␇"]
