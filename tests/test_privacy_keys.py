"""The secret is made once, kept closed, and tells two blogs apart."""

import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egregora.errors import SettingError
from egregora.privacy import keys
from egregora.privacy.name_index import identity_of, pseudonym_of


@pytest.fixture(autouse=True)
def no_key(monkeypatch):
    monkeypatch.delenv("EGREGORA_KEY", raising=False)


def test_a_missing_key_is_made_for_its_owner_only(tmp_path):
    folder = tmp_path / ".secrets"
    key = keys.load_key(folder)
    assert len(key) == 32
    assert keys.load_key(folder) == key
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "pseudonym.key").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["pseudonym.key"]


def test_a_broken_key_stops_with_one_line_and_stays(tmp_path):
    path = tmp_path / "pseudonym.key"
    path.write_bytes(b"short")
    with pytest.raises(SettingError, match="5 bytes, not 32") as error:
        keys.load_key(tmp_path)
    assert "\n" not in str(error.value)
    assert path.read_bytes() == b"short"


def test_a_key_that_another_process_made_is_not_replaced(tmp_path):
    path = tmp_path / "pseudonym.key"
    path.write_bytes(b"o" * 32)
    keys.make_key(path)
    assert path.read_bytes() == b"o" * 32


def test_the_environment_wins_and_needs_no_file(tmp_path, monkeypatch):
    monkeypatch.setenv("EGREGORA_KEY", "a long sentence that nobody guesses")
    assert len(keys.load_key(tmp_path)) == 32
    assert list(tmp_path.iterdir()) == []


def test_a_short_key_in_the_environment_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("EGREGORA_KEY", "short")
    with pytest.raises(SettingError, match="EGREGORA_KEY"):
        keys.load_key(tmp_path)


def test_a_hundred_thousand_names_have_as_many_pseudonyms():
    names = [f"name {number}" for number in range(100_000)]
    assert len({pseudonym_of(b"k" * 32, name) for name in names}) == len(names)


@given(st.lists(st.text(min_size=1), unique=True, max_size=20))
def test_two_keys_share_no_pseudonym(names):
    one = {pseudonym_of(b"1" * 32, name) for name in names}
    other = {pseudonym_of(b"2" * 32, name) for name in names}
    assert not one & other


def test_what_is_derived_gives_no_other_use_away():
    key = b"k" * 32
    made = {
        keys.fingerprint(key),
        keys.media_id(key, "ab" * 32),
        keys.derive_key(key, "guard").hex(),
        keys.derive_key(key, "messages").hex(),
        pseudonym_of(key, "egregora"),
    }
    assert len(made) == 5


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Marina Duarte", "~\u202fMARINA  duarte"),
        ("Ana\u0301", "Aná"),
        ("Ｒｕｉ", "rui"),
        ("\u202a+55\u00a031\u00a095555\u20110142\u202c", "+55 31 95555-0142"),
    ],
)
def test_one_person_has_one_identity_however_exported(one, other):
    assert identity_of(one, ["BR"]) == identity_of(other, ["BR"])


def test_a_number_is_its_digits_with_the_country():
    assert identity_of("(31) 95555-0142", ["BR"]) == "5531955550142"
    assert identity_of("+44 7700 900461") == "447700900461"


def test_a_name_with_digits_is_no_number():
    assert identity_of("Sala 1204 5678") == "sala 1204 5678"
