"""Every language says everything, in its own plurals, and nothing is left unsaid."""

import re
import string
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from babel import Locale

from egregora.offline.judge import CRITERIA
from egregora.periods.topics import topic_words
from egregora.text import locales
from egregora.text.locales import LANGUAGES, Translator, days_of, load_locale

# Sections whose keys the code does not name one by one, and what it asks for instead.
ASKED_BY_NAME = {
    "posts": {"image", "sticker", "audio", "video", "document", "other"},
    "portraits": {"night", "early", "day", "evening"},
    "pages": {"better_than", "worse_than", "tie_with"},
    "reasons": {*CRITERIA},
    "topics": {*topic_words()},
    "counts": {"message", "word", "file", "link"},
    "dates": set(),
}
SAID = re.compile(r"""\b(?:say|w|words|page|find)\(\s*(?:"dates", )?["'](\w+)["']""")
COUNTED = re.compile(r"""\.count\(.*?["'](\w+)["']\)""")
# A few numbers of each plural category that any language has for integers.
INTEGERS = (*range(201), *range(1000, 1020), 1_000_000, 1_000_001, 2_000_000)


def phrases(language):
    """Return (section, key) → all ways in which a language says it."""
    locale = load_locale(language)
    sections = {name: locale[name] for name in ASKED_BY_NAME}
    return {
        (section, key): ways_of(entry)
        for section, entries in sections.items()
        for key, entry in entries.items()
    }


def ways_of(entry):
    if isinstance(entry, str):
        return [entry]
    return list(entry.values() if isinstance(entry, dict) else entry)


def fields_of(ways):
    parsed = (string.Formatter().parse(way) for way in ways)
    return {name.lower() for parts in parsed for _, name, _, _ in parts if name}


def test_each_file_of_a_locale_is_one_of_our_languages():
    folder = Path(locales.__file__).with_suffix("")
    assert {path.stem for path in folder.iterdir()} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_keys_of_english_with_the_same_fields(language):
    english, own = phrases("en"), phrases(language)
    assert load_locale(language).keys() == load_locale("en").keys()
    assert own.keys() == english.keys()
    for key, ways in own.items():
        assert all(ways), key
        assert fields_of(ways) <= fields_of(english[key]), key
        # One of several ways may leave out a field.
        if len(ways) == 1:
            assert fields_of(ways) == fields_of(english[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_has_the_categories_that_its_language_has_for_integers(language):
    needed = set(map(Locale.parse(language).plural_form, INTEGERS))
    for thing, forms in load_locale(language)["counts"].items():
        assert set(forms) == needed, thing


@pytest.mark.parametrize(
    ("language", "number", "text"),
    [
        ("en", 0, "0 messages"),
        ("en", 1, "1 message"),
        # Nothing is singular in Portuguese and French.
        ("pt", 0, "0 mensagem"),
        ("fr", 0, "0 message"),
        ("es", 0, "0 mensajes"),
        ("pt", 1234, "1.234 mensagens"),
        ("it", 1_000_000, "1.000.000 di messaggi"),
        ("es", 1_000_001, "1.000.001 mensajes"),
        # A language without words of ours, and its numbers, are English.
        ("ja", 1234, "1,234 messages"),
    ],
)
def test_things_are_counted_by_the_plural_rules_of_the_language(language, number, text):
    assert Translator(language, "posts").count(number, "message") == text


def test_no_key_of_the_locales_is_unused(root):
    package = root / "scripts/egregora"
    files = [*package.rglob("*.py"), *package.glob("site/theme/**/*.html")]
    source = {file.relative_to(package): file.read_text("utf-8") for file in files}
    people = {Path("offline/portraits.py"), Path("profiles/page.py")}
    of_posts = ("offline", "posts", "text")
    speaking = {
        "posts": [f for f in source if f.parts[0] in of_posts and f not in people],
        "portraits": people,
        "pages": [file for file in source if file.parts[0] == "site"],
        "reasons": [Path("offline/judge.py")],
        "topics": [],
        "counts": source,
        "dates": [Path("text/locales.py")],
    }
    for section, files in speaking.items():
        pattern = COUNTED if section == "counts" else SAID
        named = {key for file in files for key in pattern.findall(source[file])}
        unused = set(load_locale("en")[section]) - named - ASKED_BY_NAME[section]
        assert not unused, section


def test_what_a_language_lacks_is_said_in_english():
    translator = Translator("pt", "pages")
    translator.sources[0] = {"pages": {"home": "Início"}}
    assert translator("home") == "Início"
    assert translator("archive") == "Archive"
    with pytest.raises(KeyError, match=r"pages\.nowhere"):
        translator("nowhere")


def test_a_phrase_that_is_said_again_is_said_in_another_way():
    ways = load_locale("pt")["posts"]["opened"]
    said = [Translator("pt", "posts", "2025-W10").say("opened", name="x")] * 2
    translator = Translator("pt", "posts", "2025-W10")
    turns = [translator.say("opened", name="x") for _ in ways]
    assert said[0] == said[1] == turns[0]
    assert sorted(turns) == sorted(way.format(name="x") for way in ways)


@pytest.mark.parametrize("language", LANGUAGES)
def test_stop_words_are_folded_and_listed_once(language):
    words = locales.stopwords()[language]
    assert len(words) == len(set(words))
    for word in (*words, *locales.find_articles(language), *locales.joiners()):
        plain = unicodedata.normalize("NFKD", word.casefold())
        assert word == "".join(c for c in plain if not unicodedata.combining(c))


@pytest.mark.parametrize(
    ("period", "first", "last", "dates", "name"),
    [
        ("2025-03-09", (3, 9), (3, 9), "9 de mar. de 2025", "9 de março de 2025"),
        (
            "2025-W10",
            (3, 3),
            (3, 9),
            "3 – 9 de mar. de 2025",
            "a semana de 3 de março de 2025",
        ),
        ("2025-02", (2, 1), (2, 28), "fevereiro de 2025", "fevereiro de 2025"),
    ],
)
def test_a_period_has_its_days_and_a_name(period, first, last, dates, name):
    assert days_of(period) == (date(2025, *first), date(2025, *last))
    translator = Translator("pt", "posts")
    assert translator.period_dates(period).replace("\u2009", " ") == dates
    assert translator.period_name(period) == name
