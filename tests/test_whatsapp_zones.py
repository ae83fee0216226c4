"""Printed times become instants by the zone of the phone."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from egregora.errors import SettingError
from egregora.ingest.dates import to_instants
from whatsapp import rows


def utc(local, zone):
    """Return local times as printed in UTC."""
    times = pa.array([datetime.fromisoformat(one) for one in local], pa.timestamp("s"))
    return [f"{one:%Y-%m-%d %H:%M}" for one in to_instants(times, zone).to_pylist()]


def test_summer_and_winter_have_their_own_offset():
    local = ["2024-01-15 12:00", "2024-07-15 12:00", "2024-12-15 12:00"]
    assert utc(local, "Europe/Lisbon") == [
        "2024-01-15 12:00",
        "2024-07-15 11:00",
        "2024-12-15 12:00",
    ]


def test_a_time_that_occurs_twice_is_the_first():
    # On 3 November 2024 New York's clocks went from 02:00 back to 01:00.
    local = ["2024-11-03 00:59", "2024-11-03 01:30", "2024-11-03 02:00"]
    assert utc(local, "America/New_York") == [
        "2024-11-03 04:59",
        "2024-11-03 05:30",
        "2024-11-03 07:00",
    ]


def test_a_time_that_never_was_shifts_forward():
    # On 10 March 2024 New York's clocks went from 02:00 to 03:00.
    local = ["2024-03-10 01:59", "2024-03-10 02:30", "2024-03-10 03:30"]
    assert utc(local, "America/New_York") == [
        "2024-03-10 06:59",
        "2024-03-10 07:30",
        "2024-03-10 07:30",
    ]


def test_the_order_of_the_file_does_not_matter():
    local = ["2024-07-15 12:00", "2024-01-15 12:00"]
    assert utc(local, "Europe/Lisbon") == ["2024-07-15 11:00", "2024-01-15 12:00"]


@given(
    st.lists(st.datetimes(datetime(2009, 1, 1), datetime(2040, 1, 1)), min_size=1),
    st.sampled_from(
        ["UTC", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu"]
    ),
)
def test_instants_are_those_of_the_first_fold(local, zone):
    local = [time.replace(microsecond=0, fold=0) for time in local]
    found = to_instants(pa.array(local, pa.timestamp("s")), zone).to_pylist()
    expected = [time.replace(tzinfo=ZoneInfo(zone)).timestamp() for time in local]
    assert [time.timestamp() for time in found] == expected


def test_messages_keep_the_printed_time_beside_the_instant():
    (row,) = rows("20/06/2024 23:30 - A: a\n", timezone="America/Sao_Paulo")
    assert row["local_time"] == datetime(2024, 6, 20, 23, 30)
    assert f"{row['sent_at']:%Y-%m-%d %H:%M}" == "2024-06-21 02:30"


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd", "São Paulo"])
def test_an_unknown_zone_is_refused_with_the_mend(zone):
    with pytest.raises(SettingError, match=r"^timezone: .*America/Sao_Paulo"):
        rows("20/06/2024 23:30 - A: a\n", timezone=zone)
