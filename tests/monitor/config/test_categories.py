"""Categories of one's own, and terms for those that come with the program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.analysis import ExtraTerms
from monitor.config import CategoryTerms, Watchlist, WatchlistError
from monitor.own_terms import own_terms, own_terms_in

Load = Callable[[str], Watchlist]
Problems = Callable[[str], tuple[str, ...]]

OWN = """
[[category]]
name = "biometrics"
terms = { en = ["face scan*", "voice print"], he = "זיהוי פנים", ar = ["بصمة الوجه"] }
weight = 90

[[category]]
name = "retention"
terms = { en = ["for as long as the law asks"] }
"""
ROUTE = '[[route]]\nto = "legal"\n'
ENDPOINT = '[[endpoint]]\nname = "legal"\nkind = "slack"\nurl = "env:X"\n'
TERMS = 'terms = { en = ["face scan"] }\n'


def test_categories_are_read_with_their_terms(load: Load) -> None:
    assert load(OWN).categories == (
        CategoryTerms(
            name="biometrics",
            terms=(
                ("en", ("face scan*", "voice print")),
                ("he", ("זיהוי פנים",)),
                ("ar", ("بصمة الوجه",)),
            ),
            weight=90,
        ),
        CategoryTerms(name="retention", terms=(("en", ("for as long as the law asks",)),)),
    )


def test_the_analysis_gets_them_by_language_with_weights_up_to_one(load: Load) -> None:
    extra = own_terms(load(OWN))
    assert extra[1] == ExtraTerms(
        category="biometrics", language="he", terms=("זיהוי פנים",), weight=0.9
    )
    assert [(one.category, one.language, one.weight) for one in extra] == [
        ("biometrics", "en", 0.9),
        ("biometrics", "he", 0.9),
        ("biometrics", "ar", 0.9),
        ("retention", "en", None),
    ]


def test_routes_may_name_them_wherever_they_stand(load: Load) -> None:
    watchlist = load(f'{ROUTE}categories = ["biometrics", "sale"]\n{ENDPOINT}{OWN}')
    assert watchlist.routes[0].categories == ("biometrics", "sale")


def test_names_may_be_of_any_script(load: Load) -> None:
    route = f'{ROUTE}categories = "קטינים"\n'
    watchlist = load(f'{route}{ENDPOINT}[[category]]\nname = "קטינים"\n{TERMS}')
    assert watchlist.categories[0].name == "קטינים"


def test_an_unknown_category_of_a_route_is_refused_with_the_nearest(problems: Problems) -> None:
    (found,) = problems(f'{ROUTE}categories = ["sale", "biometric"]\n{ENDPOINT}{OWN}')
    assert found.startswith("watchlist.toml: route[1]: categories[2]: not one of sharing, sale,")
    assert found.endswith("; did you mean 'biometrics'?")
    (found,) = problems(f'{ROUTE}categories = ["retntion"]\n{ENDPOINT}')
    assert found.endswith("; did you mean 'retention'?")
    both = problems(f'{ROUTE}categories = ["retntion"]\nmin_severity = 900\n{ENDPOINT}')
    assert len(both) == 2, "told at once, whatever else is wrong"
    (found,) = problems(f'{ROUTE}categories = "zzz"\n{ENDPOINT}')
    assert found.endswith("; a [[category]] adds one")


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        pytest.param(TERMS, "category[1]: name: is missing", id="no name"),
        pytest.param('name = "faces"', "category[1] 'faces': terms: is missing", id="no terms"),
        pytest.param(
            f'name = "Faces"\n{TERMS}', "name: write one word in lower case", id="capital"
        ),
        pytest.param(f'name = "face scans"\n{TERMS}', "name: write one word", id="two words"),
        pytest.param(f'name = "other"\n{TERMS}', "name: other is what no category", id="other"),
        pytest.param('name = "a"\nterms = ["x"]', "terms: write the words of each", id="a list"),
        pytest.param('name = "a"\nterms = {}', "terms: write the words of each", id="none"),
        pytest.param(
            'name = "a"\nterms = { english = ["x"] }', "terms: 'english': write an ISO", id="code"
        ),
        pytest.param('name = "a"\nterms = { en = [] }', "terms: en: write a list", id="empty"),
        pytest.param(
            'name = "a"\nterms = { en = ["x", "*"] }', "terms: en[2]: write words", id="no word"
        ),
        pytest.param(
            'name = "a"\nterms = { en = [1] }', "terms: en[1]: write words", id="a number"
        ),
        pytest.param(
            f'name = "a"\n{TERMS}wieght = 4',
            "category[1] 'a': wieght: unknown key; did you mean 'weight'?",
            id="unknown key",
        ),
        pytest.param(f'name = "a"\n{TERMS}weight = 101', "'a': weight: ", id="too heavy"),
        pytest.param(
            f'name = "sale"\n{TERMS}weight = 10',
            "category[1] 'sale': weight: sale comes with a weight of its own",
            id="weight of a built-in one",
        ),
    ],
)
def test_what_is_wrong_is_named_with_table_and_key(
    problems: Problems, table: str, problem: str
) -> None:
    (found,) = problems(f"[[category]]\n{table}\n")
    assert found.startswith("watchlist.toml: category[1]")
    assert problem in found


def test_a_category_stands_once(problems: Problems) -> None:
    (found,) = problems(f'{OWN}[[category]]\nname = "biometrics"\n{TERMS}')
    assert "category[3] 'biometrics': name: category[1] 'biometrics' has this name" in found


def test_a_file_can_be_asked_for_its_terms_alone(tmp_path: Path) -> None:
    path = tmp_path / "watchlist.toml"
    assert own_terms_in(path) == ()
    path.write_text("[clausewatch]\n", encoding="utf-8")
    assert own_terms_in(path) == ()
    path.write_text(f'[[source]]\nservice = "no address"\n{OWN}', encoding="utf-8")
    assert [one.language for one in own_terms_in(path)] == ["en", "he", "ar", "en"]
    path.write_text("[[category]]\n", encoding="utf-8")
    with pytest.raises(WatchlistError, match="name: is missing"):
        own_terms_in(path)
