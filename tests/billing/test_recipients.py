"""Where a customer's invoices go, and who gets a copy (BI18)."""

from hypothesis import given
from hypothesis import strategies as st

from billing import recipients

ADDRESSES = st.integers(0, 5)
OFFERED = st.sets(ADDRESSES, min_size=1)


@given(ADDRESSES, OFFERED, OFFERED, st.booleans(), st.data())
def test_invoices_go_to_an_address_that_is_offered_or_was_typed(
    current, before, after, is_gone, data
):
    default = data.draw(st.sampled_from(sorted(after)))
    found = recipients.next_address(
        current, before=before, after=after, default=default, is_gone=is_gone
    )
    typed = current not in before
    assert found in after or (typed and not is_gone and found == current)


@given(OFFERED, OFFERED, st.data())
def test_what_is_offered_still_stays(before, after, data):
    current = data.draw(st.sampled_from(sorted(after)))
    default = data.draw(st.sampled_from(sorted(after)))
    found = recipients.next_address(current, before=before, after=after, default=default)
    assert found == current


@given(OFFERED, OFFERED, st.data())
def test_what_was_taken_over_follows_to_the_one_a_new_subscription_gets(
    before, after, data
):
    current = data.draw(st.sampled_from(sorted(before)))
    default = data.draw(st.sampled_from(sorted(after)))
    found = recipients.next_address(current, before=before, after=after, default=default)
    assert found == (current if current in after else default)


def test_what_was_typed_stays_until_it_is_gone():
    known = {"before": {1}, "after": {2}, "default": 2}
    assert recipients.next_address(3, **known) == 3
    assert recipients.next_address(3, **known, is_gone=True) == 2


@given(st.lists(st.lists(ADDRESSES)))
def test_nobody_gets_it_twice_and_nobody_is_left_out(groups):
    found = recipients.in_order(*groups)
    assert len(found) == len(set(found))
    assert set(found) == {one for group in groups for one in group}


@given(st.lists(st.text("abc &é", min_size=1), min_size=1))
def test_all_that_is_no_link_is_kept(texts):
    escaped = [text.replace("&", "&amp;") for text in texts]
    link = '<a href="/pay?access_token=x" style="color: red">Pay <b>now</b></a>'
    html = "".join(f'<p class="a">{text}{link}<br/></p>' for text in escaped)
    kept = recipients.without_links(html)
    assert "access_token" not in kept
    assert "now" not in kept
    assert kept == "".join(f'<p class="a">{text}<br/></p>' for text in escaped)
