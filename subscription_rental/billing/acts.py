"""The acts that are possible on a subscription now, and why others are not.

>>> reasons(Facts("active"))[PAUSE] is None
True
>>> reasons(Facts("active", is_leaving=True))[PAUSE]
'leaving'
>>> reasons(Facts("paused"))[CHANGE]
'not_active'
"""

from collections.abc import Mapping
from dataclasses import dataclass

from . import lifecycle

ACTIVATE = "activate"
START = "start"
HAND_OVER = "hand_over"
CONFIRM_DELIVERY = "confirm_delivery"
BACK_TO_DRAFT = "back_to_draft"
BILL = "bill"
RESUME = "resume"
RENEW = "renew"
CHANGE = "change"
PAUSE = "pause"
SUSPEND = "suspend"
CANCEL = "cancel"
CANCEL_LATER = "cancel_later"
UNDO_CANCEL = "undo_cancel"
TRANSFER = "transfer"

# Why an act is not possible.
BEGUN = "begun"
# It starts by itself, on its day or when its conditions are met.
AWAITS_START = "awaits_start"
NOT_BEGUN = "not_begun"
CLOSED = "closed"
NOT_ACTIVE = "not_active"
NOT_RUNNING = "not_running"
NOT_STOPPED = "not_stopped"
# It is cancelled as of a later day.
LEAVING = "leaving"
NOT_LEAVING = "not_leaving"
UNPAID = "unpaid"
NO_TERM = "no_term"
NO_HANDOVER = "no_handover"
UNDER_WAY = "under_way"
NOT_UNDER_WAY = "not_under_way"
NOT_SCHEDULED = "not_scheduled"
NOTHING_TO_BILL = "nothing_to_bill"
KEEPS_GOODS = "keeps_goods"


@dataclass(frozen=True)
class Facts:
    """The facts of a subscription that decide which acts are possible.

    :param is_leaving: it is cancelled as of a later day
    :param has_term: it ends by itself, so it can be renewed
    :param awaits_start: it is scheduled, and its day or its conditions are to come
    :param awaits_handover: it starts when the goods are handed over, and they are not
    :param awaits_delivery: it starts when goods arrive that are on their way
    :param has_to_ship: more goods are to leave
    :param is_bill_due: something is to be billed by now
    :param keeps_goods: the customer has goods, with which its plan does not pause
    """

    state: str
    is_leaving: bool = False
    has_term: bool = False
    awaits_start: bool = False
    awaits_handover: bool = False
    awaits_delivery: bool = False
    has_to_ship: bool = False
    is_bill_due: bool = False
    keeps_goods: bool = False


def reasons(facts: Facts) -> Mapping[str, str | None]:
    """Return {act: why it is not possible now, None if it is}."""
    active = None if facts.state == lifecycle.ACTIVE else NOT_ACTIVE
    leaving = LEAVING if facts.is_leaving else None
    closed = CLOSED if facts.state in lifecycle.CLOSED else None
    unpaid = UNPAID if facts.state == lifecycle.SUSPENDED else None
    begun = None if facts.state in lifecycle.WAITING else BEGUN
    scheduled = facts.state == lifecycle.SCHEDULED
    draft = NOT_BEGUN if facts.state == lifecycle.DRAFT else None
    ends = facts.state in (lifecycle.ACTIVE, lifecycle.SUSPENDED)
    return {
        ACTIVATE: begun or (AWAITS_START if facts.awaits_start else None),
        START: begun,
        HAND_OVER: _handover_reason(facts),
        CONFIRM_DELIVERY: None if scheduled and facts.awaits_delivery else NOT_UNDER_WAY,
        BACK_TO_DRAFT: None if scheduled else NOT_SCHEDULED,
        BILL: None if facts.is_bill_due else NOTHING_TO_BILL,
        RESUME: None if facts.state in lifecycle.STOPPED else NOT_STOPPED,
        RENEW: active or leaving or (None if facts.has_term else NO_TERM),
        CHANGE: active or leaving,
        PAUSE: unpaid or active or leaving or (KEEPS_GOODS if facts.keeps_goods else None),
        SUSPEND: active,
        CANCEL: closed or draft or leaving,
        CANCEL_LATER: closed or leaving or (None if ends else NOT_RUNNING),
        UNDO_CANCEL: None if facts.is_leaving and not closed else NOT_LEAVING,
        TRANSFER: closed,
    }


def _handover_reason(facts: Facts) -> str | None:
    """Return why nothing is handed over now, None if something is.

    What has left is not handed over again: its arrival is confirmed.
    """
    if facts.state != lifecycle.SCHEDULED or not facts.awaits_handover:
        return NO_HANDOVER
    return UNDER_WAY if facts.awaits_delivery and not facts.has_to_ship else None
