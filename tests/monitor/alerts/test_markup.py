"""Lines in a chat's markup: marks, directions, and what a page wrote made inert."""

from __future__ import annotations

import pytest

from monitor.alerts.discord import _MARKUP as DISCORD
from monitor.alerts.markup import WORD_JOINER, Markup, dead, html_escaped
from monitor.alerts.runs import Line, Role, Run, Style, run
from monitor.alerts.safe_text import FSI, LRM, PDI, RLM

TAGS = Markup(
    escape=html_escaped,
    marks={
        Style.STRONG: ("<b>", "</b>"),
        Style.ADDED: ("<b>", "</b>"),
        Style.REMOVED: ("<s>", "</s>"),
        Style.CODE: ("<code>", "</code>"),
    },
)
J = WORD_JOINER


def line(*runs: Run, rtl: bool = False, role: Role = Role.TEXT) -> Line:
    return Line(runs=runs, rtl=rtl, role=role)


@pytest.mark.parametrize(
    ("text", "inert"),
    [
        ("@name", f"@{J}name"),
        ("x @all.", f"x @{J}all."),
        ("_@name .@name", f"_@{J}name .@{J}name"),
        ("mail me@a.example", "mail me@a.example"),
        ("at the end @", f"at the end @{J}"),
        ("3 @ 4", "3 @ 4"),
        ("https://a.example", f"https:{J}//a.example"),
        ("HTTPS://a.example", f"HTTPS:{J}//a.example"),
        ("ends with https:", f"ends with https:{J}"),
        ("mailto:me@a.example", f"mailto:{J}me@a.example"),
        ("12:30, note: this", "12:30, note: this"),
    ],
)
def test_names_and_addresses_are_dead_and_mail_is_legible(text: str, inert: str) -> None:
    assert dead(text) == inert


def test_a_name_in_two_runs_is_dead_too() -> None:
    parts = line(Run(text="ask @"), Run(text="channel", style=Style.ADDED))
    assert TAGS.line(parts) == f"ask @{J}<b>channel</b>"
    scheme = line(Run(text="https:"), Run(text="//a.example", style=Style.ADDED))
    assert TAGS.line(scheme) == f"https:{J}<b>//a.example</b>"


def test_what_went_and_what_came_have_a_space_between_them() -> None:
    went = Run(text="30 days", style=Style.REMOVED, isolated=True, rtl=False)
    came = Run(text="2 years", style=Style.ADDED)
    written = TAGS.line(line(Run(text="for "), went, came, Run(text=".")))
    assert written == f"for <s>{FSI}30 days{PDI}</s> <b>2 years</b>."


def test_spaces_stay_outside_of_marks() -> None:
    came = Run(text=" may ", style=Style.ADDED)
    assert TAGS.line(line(Run(text="we"), came, Run(text="sell"))) == "we <b>may</b> sell"


def test_neighbours_of_one_style_share_their_marks() -> None:
    runs = (Run(text="Sale", style=Style.STRONG), Run(text=", ", style=Style.STRONG))
    shared = line(*runs, Run(text="Own", style=Style.STRONG, isolated=True))
    assert DISCORD.line(shared) == f"{LRM}**Sale, {FSI}Own{PDI}**"


@pytest.mark.parametrize(
    ("made", "written"),
    [
        (line(Run(text="الخصوصية"), rtl=True), f"{RLM}الخصوصية"),
        (line(Run(text="See "), run("الخصوصية")), f"{LRM}See {FSI}الخصوصية{PDI}"),
        (line(Run(text="plain")), "plain"),
        (line(Run(text="fact"), role=Role.ITEM), "• fact"),
    ],
    ids=["rtl", "mixed", "ltr", "item"],
)
def test_lines_begin_with_their_direction(made: Line, written: str) -> None:
    assert TAGS.line(made) == written


@pytest.mark.parametrize("text", ["# head", "- item", "1. one", "> quote", "-# small", "* star"])
def test_no_line_begins_with_the_pages_markup(text: str) -> None:
    assert DISCORD.line(line(Run(text=text))).startswith(LRM)


def test_nothing_unseen_stands_inside_a_command() -> None:
    command = run("clausewatch diff شركة/سياسة", Style.CODE)
    assert TAGS.line(line(command, rtl=True)) == (
        f"{RLM}{FSI}<code>clausewatch diff شركة/سياسة</code>{PDI}"
    )
    key = run("clausewatch diff a_b/c", Style.CODE)
    assert DISCORD.line(line(key)) == f"{LRM}{FSI}`clausewatch diff a_b/c`{PDI}"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("**b** ~~s~~ `c`", "∗∗b∗∗ ∼∼s∼∼ ˋcˋ"),
        ("[x](https://e.example)", r"\[x\](https\://e.example)"),
        ("||s|| _i_ <@1> <t:1:R>", r"\|\|s\|\| \_i\_ \<\@1> \<t\:1:R>"),
        ("14:02 and :smile:", r"14:02 and \:smile:"),
        ("a\\b", r"a\\b"),
    ],
    ids=["marks", "link", "signs", "emoji", "backslash"],
)
def test_discord_reads_nothing_of_a_page(text: str, written: str) -> None:
    assert DISCORD.joined((Run(text=text),)) == written
