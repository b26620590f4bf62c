"""Every text of the product is said in Polish and Ukrainian, once and with the same facts."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
LOCALES = ROOT / "queue_core" / "locale"
LANGUAGES = ("pl", "uk")
PACKAGES = [path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests"]
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.svg", "jinja2")]
KEYWORDS = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2), "_n": (1, 2)}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


def catalogues(language: str) -> dict[str, Catalog]:
    """The catalogues of one language by area."""
    found = {}
    for path in sorted((LOCALES / language / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as source:
            found[path.stem] = read_po(source, locale=language)
    return found


def messages(language: str) -> list[tuple[str, Message]]:
    """(area, message) of one language, without the headers."""
    return [
        (area, message)
        for area, catalogue in catalogues(language).items()
        for message in catalogue
        if message.id
    ]


def forms(value: object) -> list[str]:
    return [str(part) for part in value] if isinstance(value, (list, tuple)) else [str(value)]


def texts_used() -> set[str]:
    """The first form of every text marked for translation in code and templates."""
    return {
        forms(message)[0]
        for package in PACKAGES
        for _, _, message, _, _ in extract_from_dir(package, METHODS, keywords=KEYWORDS)
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_none_is_guessed(language: str) -> None:
    unsaid = [
        f"{area}: {forms(message.id)[0]}"
        for area, message in messages(language)
        if message.fuzzy or not all(forms(message.string)) or not message.string
    ]
    assert unsaid == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_used_is_in_a_catalogue_and_none_is_left_over(language: str) -> None:
    known = {forms(message.id)[0] for _, message in messages(language)}
    used = texts_used()
    assert used - known == set(), "run scripts/extract-texts for the area"
    assert known - used == set(), "run scripts/extract-texts for the area"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_names_the_same_facts(language: str) -> None:
    wrong = []
    for area, message in messages(language):
        wanted = {fact for form in forms(message.id) for fact in PLACEHOLDER.findall(form)}
        for form in forms(message.string):
            named = set(PLACEHOLDER.findall(form))
            # "one person" need not name its number
            if not named <= wanted or (not message.pluralizable and named != wanted):
                wrong.append(f"{area}: {form}")
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_text_has_one_translation_in_all_areas(language: str) -> None:
    said: dict[str, set[tuple[str, ...]]] = {}
    for _, message in messages(language):
        said.setdefault(forms(message.id)[0], set()).add(tuple(forms(message.string)))
    assert {text: ways for text, ways in said.items() if len(ways) > 1} == {}


def test_both_languages_have_the_same_areas() -> None:
    assert set(catalogues("pl")) == set(catalogues("uk"))


def test_extracting_again_changes_nothing() -> None:
    before = {path: path.read_bytes() for path in LOCALES.glob("*/LC_MESSAGES/web.po")}
    script = [sys.executable, "scripts/extract-texts", "web", "queue_core/web"]
    subprocess.run(script, cwd=ROOT, check=True, capture_output=True)
    after = {path: path.read_bytes() for path in before}
    for path, content in before.items():
        path.write_bytes(content)  # tests never dirty the tree
    assert after == before
