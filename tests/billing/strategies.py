"""What the properties are tried on."""

from datetime import date

from hypothesis import strategies as st

from billing.interval import DAYS, LONGEST, Interval
from billing.timeline import Timeline

days = st.dates(date(1999, 1, 1), date(2101, 12, 31))
intervals = st.sampled_from(sorted(LONGEST)).flatmap(
    lambda unit: st.builds(Interval, st.integers(1, min(LONGEST[unit], 40)), st.just(unit))
)
calendar_intervals = intervals.filter(lambda interval: interval.unit not in DAYS)
timelines = st.builds(Timeline, days, intervals)
rounding = st.sampled_from(["0.01", "0.001", "0.05", "1", "0.1"])
prices = st.decimals(-99999, 99999, places=2)
