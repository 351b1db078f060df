"""Whatever comes between, each period is billed exactly once."""

import re

from tests.crash import ledger, trouble, worker
from tests.crash.conftest import check_outcome
from tests.crash.scene import FORK

PRESSED = 30


def test_a_user_edits_due_subscriptions_during_the_run(scene, undisturbed, luck):
    user = scene.start(worker.edit, luck.random())
    errors = trouble.finish(scene)
    assert user.result() > 0
    assert errors == []
    check_outcome(scene, undisturbed)


def test_two_people_press_bill_now_at_once(scene, undisturbed, before):
    with scene.environment() as env:
        due = env["subscription.subscription"].search(
            # Terms end and are renewed by the job, not by the button.
            [("next_billing_date", "!=", False), ("term_count", "=", 0)],
            limit=PRESSED,
        )
        ids = due.ids
    barrier = FORK.Barrier(2)
    people = [scene.start(worker.bill_now, ids, barrier) for _ in range(2)]
    one, two = (person.result() for person in people)
    for id_ in ids:
        answers = [one[id_], two[id_]]
        assert answers.count(None) == 1, f"subscription {id_}: {answers}"
        refusal = next(filter(None, answers))
        assert re.match("Somebody else is|Nothing (is due|will be billed)", refusal)
    facts, _numbers = undisturbed
    found = ledger.read(scene.query)
    ledger.check_same(found, {id_: (facts if id_ in ids else before)[id_] for id_ in facts})
    ledger.check_numbers(ledger.read_numbers(scene.query))


def test_connections_are_lost_in_the_middle_of_batches(scene, undisturbed, luck):
    lost, errors = trouble.lose_connections(scene, luck, 6)
    assert lost >= 3
    # The job says so and ends; it is started again.
    assert errors
    check_outcome(scene, undisturbed)


def test_the_disk_is_full_for_a_while(scene, undisturbed):
    scene.query(trouble.DISK_IS_FULL)
    errors = trouble.finish(scene)
    assert len(errors) > 10
    assert all(error.startswith("DiskFull") for error in errors)
    # No subscription was to blame: each was billed as soon as there was space.
    check_outcome(scene, undisturbed)


def test_a_poisoned_subscription_in_each_batch_stops_no_other(scene, undisturbed, before):
    scene.query(trouble.POISON_SLOTS)
    with scene.environment() as env:
        subscriptions = env["subscription.subscription"].search([], order="id")
        # A draft may have a negative total, a posted invoice may not.
        posting = subscriptions.filtered(lambda one: one.plan_id.invoice_mode == "post")
        negative = posting.filtered(lambda one: one.id % 25 == 20)
        negative.line_ids.price_unit = -50.0
        poisoned = negative | subscriptions.filtered(lambda one: one.id % 25 == 7)
        ids = set(poisoned.ids)
    assert trouble.finish(scene) == []
    found = ledger.read(scene.query)
    facts, _numbers = undisturbed
    healthy = facts.keys() - ids
    ledger.check_same(_only(found, healthy), _only(facts, healthy))
    ledger.check_numbers(ledger.read_numbers(scene.query))
    for id_ in ids:
        assert "invoices" not in found[id_]
        assert "slots" not in found[id_]
        assert found[id_].get("charges") == before[id_].get("charges")
        assert len(found[id_]["activities"]) == 1


def _only(facts, ids):
    return {id_: known for id_, known in facts.items() if id_ in ids}
