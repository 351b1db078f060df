"""The figures of the benchmarks: medians, ratios, and the table of them."""

from benchmarks import _figures, _job_figures, jobs, screens, takeover
from benchmarks._figures import Sample

SLOW = Sample(10, 400.0, 120, 300.0, 150.0, 1.0, 40.0)
FAST = Sample(10, 100.0, 60, 90.0, 160.0, 2.0, 10.0)


def test_a_summary_has_medians_per_invoice():
    faster = SLOW._replace(ms=200.0)
    slower = SLOW._replace(ms=900.0)
    assert _figures.summary([slower, SLOW, faster]) == {
        "ms_per_invoice": 40.0,
        "queries_per_invoice": 12.0,
        "cpu_ms_per_invoice": 30.0,
        "held_ms_per_invoice": 4.0,
        "peak_rss_mb": 150.0,
    }


def test_ratios_compare_runs_of_the_same_round():
    samples = [FAST, FAST._replace(ms=200.0)]
    base = [SLOW, SLOW._replace(ms=100.0)]
    assert _figures.ratios(samples, base, "ms") == [0.25, 2.0]


def test_ratios_are_per_invoice():
    twice = Sample(20, 200.0, 120, 180.0, 160.0, 2.0, 20.0)
    assert _figures.ratios([twice], [FAST], "ms") == [1.0]


def test_a_spread_shows_least_middle_and_greatest():
    assert _figures.spread([2, 0.5, 0.75]) == "0.50\N{EN DASH}0.75\N{EN DASH}2.00"


def test_processes_side_by_side_last_as_long_as_the_slowest():
    both = Sample.together([SLOW, FAST])
    assert both == Sample(20, 400.0, 180, 390.0, 160.0, 2.0, 50.0)


def test_the_table_compares_only_with_what_was_measured():
    results = {"ours": [FAST], "bare": [SLOW]}
    head, ours, bare = _figures.table(results, "bare").splitlines()
    assert head.split()[:2] == ["per", "invoice"]
    assert ours.split()[:5] == ["ours", "10.0", "100.0", "6.00", "9.0"]
    assert ours.split()[-2:] == [_figures.spread([0.25]), _figures.spread([0.3])]
    assert bare.split()[-1] == _figures.spread([1.0])
    assert _figures.spread([0.25]) not in _figures.table({"ours": [FAST]}, "bare")


def test_a_takeover_is_exact_when_each_is_billed_once_with_day_and_amount():
    found = dict.fromkeys(takeover.LABELS, 24) | {"old_bills": 0, "twice": 0}
    assert takeover.is_exact(found | {"problems": []})
    assert not takeover.is_exact(found | {"problems": ["It is paused."]})
    for name in takeover.LABELS:
        assert not takeover.is_exact(found | {"problems": [], name: 23})


def test_workers_of_a_journal_wait_for_each_others_numbers():
    assert _figures.rate(40.0, 2.0, 1) == 25.0
    assert _figures.rate(40.0, 2.0, 8) == 200.0
    # Twenty of them are busy with numbers all the time: more make no more invoices.
    assert _figures.rate(40.0, 2.0, 40) == 500.0


def _measured(**ours):
    """Return what was found of a job that keeps all bars, but for what `ours` says."""
    sample = {"records": 100, "ms": 900.0, "cpu_ms": 500.0, "queries": 800, "grown_mb": 9.0}
    sample["outcome"] = {"mails": 100}
    return {
        "ours": _job_figures.summary([{**sample, **ours}]),
        "loop": _job_figures.summary([{**sample, "cpu_ms": 1000.0, "queries": 1000}]),
        "few": _job_figures.summary([sample]),
    }


def test_a_job_is_measured_per_record_beside_its_loop():
    found = _measured()
    assert found["ours"]["queries"] == 8.0
    assert _job_figures.ratio(found) == 0.5
    assert _job_figures.table({"dunning": found}).splitlines()[1].split()[-1] == "0.50"


def test_a_job_misses_its_bar():
    bar = jobs.Job(100, among=10, mb=20.0)
    assert not _job_figures.missed(_measured(), bar)
    for ours, said in (
        ({"cpu_ms": 1100.0}, "CPU is 1.10"),
        ({"queries": 1100}, "queries, of the loop 10.00"),
        ({"queries": 950}, "queries, 8.00 with a tenth"),
        ({"grown_mb": 30.0}, "21 MB more"),
        ({"outcome": {"mails": 99}}, "outcomes differ"),
    ):
        assert any(said in one for one in _job_figures.missed(_measured(**ours), bar))


def test_a_job_that_did_nothing_does_not_win():
    found = _measured(outcome={"mails": 0})
    found["loop"]["outcome"] = {"mails": 0}
    [said] = _job_figures.missed(found, jobs.Job(100, among=10))
    assert "nothing came of it" in said


def test_a_screen_is_slow_if_its_median_is_over_its_own_limit():
    tries = [
        {"ms": 900, "queries": 9},
        {"ms": 300, "queries": 9},
        {"ms": 301, "queries": 9},
    ]
    assert screens.slow({"today": {"limit": 300, "tries": tries}}) == ["today"]
    assert screens.slow({"list": {"limit": 301, "tries": tries}}) == []


def test_a_screen_grows_if_more_rows_take_more_queries():
    ten, eleven = [{"ms": 1, "queries": 10}], [{"ms": 1, "queries": 11}]
    assert screens.growing({"list": {"few": ten, "tries": eleven}}) == ["list"]
    assert screens.growing({"list": {"few": eleven, "tries": ten}}) == []
    assert screens.growing({"form": {"tries": eleven}}) == []
