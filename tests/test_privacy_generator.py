"""Measured on an invented group of eight countries: no leak, and words stay words."""

import json

import pytest

import privacy_generator as generator
from egregora.privacy.guard import Guard, guard_content
from egregora.privacy.people import people_of
from egregora.privacy.redactor import remove_quotes

KEY = b"k" * 32


@pytest.fixture(scope="module")
def people():
    exported = [*generator.ROSTER, *generator.NUMBERS]
    named = [{"name": name, "last": place} for place, name in enumerate(exported)]
    return people_of(named, [], [], {}, generator.SETTINGS, KEY)


@pytest.fixture(scope="module")
def guard(people):
    return Guard(json.loads(json.dumps(guard_content(people.redactor, KEY))), KEY)


def redacted(people, said):
    text = remove_quotes(said.text, people.redactor.lexicon, people.opted_out)
    return people.redactor.clean(text, notice=said.notice)


def leaks(texts, clean):
    found = [(said, clean(said)) for said in texts]
    return [
        (said.text, text) for said, text in found if generator.seen_again(said, text)
    ]


def test_the_group_is_large_and_mixed():
    assert len(generator.ROSTER) >= 30
    assert len(list(generator.names())) > 900
    assert len(list(generator.identifiers())) > 300


def test_no_form_of_a_name_survives(people):
    assert leaks(generator.names(), lambda said: redacted(people, said)) == []


def test_no_identifier_survives(people):
    assert leaks(generator.identifiers(), lambda said: redacted(people, said)) == []


def test_the_guard_sees_what_the_redaction_saw_without_any_name(guard):
    said = [one for one in generator.names() if one.kind != "quote" and not one.notice]
    said += [one for one in generator.identifiers() if not one.notice]
    assert leaks(said, lambda one: guard.clean(one.text)) == []


def test_redacted_text_stays_as_it_is_when_redacted_again(people):
    once = [redacted(people, said) for said in generator.names()]
    assert [people.redactor.clean(text) for text in once] == once


def test_ordinary_words_stay(people):
    said = list(generator.words_that_stay())
    lost = [one.text for one in said if redacted(people, one) != one.text]
    assert len(lost) <= 0.05 * len(said), lost


def test_numbers_that_identify_nobody_stay(people):
    said = list(generator.numbers_that_stay())
    lost = [one.text for one in said if redacted(people, one) != one.text]
    assert len(lost) <= 0.02 * len(said), lost
