"""Handovers of the same units, and the clerks who validate them at the same moment."""

from functools import partial

from odoo import Command, api
from odoo.service.model import retrying

ADMIN = 2
ROUNDS = 8
# Two of these are not there: one clerk's chairs are all that is left.
CHAIRS, EACH = 10.0, 6.0


def build(env):
    """Make pairs of handovers for one unit each; return (serial, pair of transfers)."""
    env = env(context={**env.context, "tracking_disable": True})
    phone = _product(env, "Phone", "serial")
    rounds = []
    for number in range(ROUNDS):
        lot = env["stock.lot"].create({"name": f"P{number}", "product_id": phone.id})
        _put(env, phone, 1.0, lot)
        pair = [_handover(env, phone, 1.0) for _ in range(2)]
        rounds.append((lot.name, [picking.id for picking in pair]))
    return rounds


def build_chairs(env):
    """Make two handovers of more chairs together than there are; return the transfers."""
    env = env(context={**env.context, "tracking_disable": True})
    chair = _product(env, "Chair", "none")
    _put(env, chair, CHAIRS)
    return [_handover(env, chair, EACH).id for _ in range(2)]


def _product(env, name, tracking):
    return env["product.product"].create(
        {"name": name, "type": "consu", "is_storable": True, "tracking": tracking}
    )


def _put(env, product, quantity, lot=None):
    warehouse = env["stock.warehouse"].search(
        [("company_id", "=", env.company.id)], limit=1
    )
    quants = env["stock.quant"]
    quants._update_available_quantity(
        product, warehouse.lot_stock_id, quantity, lot_id=lot or env["stock.lot"]
    )


def _handover(env, product, quantity):
    """Return the open handover of a new customer's new subscription."""
    plan = env["subscription.plan"].create(
        {
            "name": "Goods",
            "start_on_handover": True,
            "start_on_payment": False,
            "line_ids": [
                Command.create(
                    {"product_tmpl_id": product.product_tmpl_id.id, "quantity": quantity}
                )
            ],
        }
    )
    subscription = env["subscription.subscription"].create(
        {
            "partner_id": env["res.partner"].create({"name": "Customer"}).id,
            "plan_id": plan.id,
        }
    )
    subscription.action_activate()
    return subscription.rental_picking_ids


def hand_over(registry, tasks, barrier):
    """Be a clerk who hands these over, each just when another clerk does.

    :param tasks: [(serial number, transfer)]

    Return what the screen says of each: a message, or None where it was handed over.
    """
    answers = []
    for serial, picking in tasks:
        with registry.cursor() as cursor:
            env = api.Environment(cursor, ADMIN, {})
            action = env["stock.picking"].browse(picking).action_rental_ship()
            dialog = env["subscription.ship.dialog"].browse(action["res_id"])
            row = dialog.row_ids
            row.write({"serial": serial} if serial else {"quantity": EACH})
            # The dialog was open before the other clerk began.
            cursor.commit()
            barrier.wait(60)
            retrying(partial(_press, dialog), env)
            answers.append(row.message or None)
    return answers


def _press(dialog):
    dialog.env.invalidate_all()
    dialog.action_hand_over()
