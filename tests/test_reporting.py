"""Snakemake's report is made from the demo, and is worth opening."""

import re
from xml.etree import ElementTree as ET

import yaml
from hypothesis import given
from hypothesis import strategies as st

from conftest import KEY, ROOT
from egregora.workflow.benchmarks import (
    RuleCost,
    bar_plot,
    costs_of_rules,
    costs_page,
    messages_plot,
    ratings_page,
    table_page,
)

HOSTILE = "<script>alert('é')</script>&amp;"


def test_the_report_holds_graph_plots_tables_times_and_captions_and_no_name(grown):
    done = grown.run("--report", "report.html", EGREGORA_KEY=KEY)
    assert done.code == 0, done.output
    text = (grown.folder / "report.html").read_text(encoding="utf-8")
    tables = ("periods.html", "ratings.html", "costs.html")
    for shown in (*tables, "messages.svg", "ratings.svg"):
        assert shown in text
    assert "How this blog was made" in text
    assert "Each post was compared with up to 5 earlier ones" in text
    assert "What the jobs of each rule took" in text
    for rule in ("ingest", "split_periods", "write_post", "build_site"):
        # Once in the graph, once or more in the times.
        assert text.count(f'"{rule}"') > 1, rule
    # The settings of the demo hold names of people.
    settings = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))
    for name, whose in settings["privacy"]["names"].items():
        assert not re.search(rf"\\b{name}\\b", text)
        assert whose not in text


def test_what_jobs_cost_is_read_from_their_benchmarks(tmp_path):
    head = "s\th:m:s\tmax_rss\tmax_vms\tcpu_time\n"
    measured = {
        "ingest.tsv": "7.5\t0:00:07\t383.49\t2000.5\t3.69",
        "write_post/2025-W10.tsv": "1.25\t0:00:01\t30.0\t100.0\t0.25",
        "write_post/2025-W11.tsv": "9.0\t0:00:09\t31.5\t100.0\t0.5",
        # It ended before anything could be measured but its time.
        "enrich.tsv": "0.02\t0:00:00\tNA\tNA\tNA",
        "broken.tsv": "",
    }
    (tmp_path / "write_post").mkdir()
    for name, row in measured.items():
        (tmp_path / name).write_text(head + row if row else "")
    assert costs_of_rules(tmp_path) == [
        RuleCost("write_post", jobs=2, seconds=10.25, longest=9.0, cpu=0.75, peak=31.5),
        RuleCost("ingest", jobs=1, seconds=7.5, longest=7.5, cpu=3.69, peak=383.49),
        RuleCost("enrich", jobs=1, seconds=0.02, longest=0.02, cpu=0.0, peak=0.0),
    ]
    made = costs_page(costs_of_rules(tmp_path))
    assert made.index("write_post") < made.index("ingest")
    assert '<td class="number">31.5</td>' in made


def test_cells_are_text_whatever_they_look_like():
    made = table_page("rows", ("title", "words"), [[HOSTILE, 1200], ["b", 3]])
    assert "<script" not in made
    assert "&lt;script&gt;alert(&#x27;é&#x27;)&lt;/script&gt;&amp;amp;" in made
    assert '<td class="number">1,200</td>' in made


def test_the_best_post_stands_first():
    rows = [
        {"post_id": "2025-W10", "elo_global": 1490.04, "num_comparisons": 2},
        {"post_id": "2025-W11", "elo_global": 1510.0, "num_comparisons": 2},
    ]
    posts = {"2025-W10": {"title": "Rain"}, "2025-W11": {"title": "Sun"}}
    made = ratings_page(rows, posts)
    assert made.index("Sun") < made.index("Rain")
    assert "1,490.0" in made


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(codec="ascii", categories=["L"])),
            st.integers(-5, 10**6),
        ),
        max_size=40,
    ),
    st.sampled_from([0.0, 1500.0]),
)
def test_every_value_has_its_bar_inside_the_drawing(values, base):
    root = ET.fromstring(bar_plot("values", values, base))
    bars = [one for one in root.iter() if one.tag.endswith("rect")]
    assert len(bars) == len(values)
    for bar in bars:
        x, y, width, height = (float(bar.get(n)) for n in ("x", "y", "width", "height"))
        assert x >= 0
        assert x + width <= 720
        assert y >= 0
        assert y + height <= 216


def test_a_plot_needs_no_rows():
    assert messages_plot([]).startswith("<svg")
