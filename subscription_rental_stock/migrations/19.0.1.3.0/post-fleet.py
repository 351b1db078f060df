"""Name the unit on charges of an earlier version, and what was decided on its damage."""

from odoo import SUPERUSER_ID, api

from odoo.addons.subscription_rental.kept import Kept


def migrate(cr, _version):
    """Read units off the keys of their charges; count the damage of old incidents."""
    cr.execute(
        """
        UPDATE subscription_charge charge SET assignment_id = unit.id
          FROM subscription_assignment unit
         WHERE charge.source_key ~ '^(late|damage|not_returned|sale)/[0-9]+'
           AND unit.id = split_part(charge.source_key, '/', 2)::int
           AND unit.subscription_id = charge.subscription_id
        """
    )
    cr.execute(
        """
        UPDATE subscription_charge charge SET assignment_id = incident.assignment_id
          FROM subscription_incident incident WHERE incident.charge_id = charge.id
        """
    )
    cr.execute(
        """
        UPDATE subscription_charge credit SET assignment_id = charge.assignment_id
          FROM subscription_charge charge WHERE credit.credited_id = charge.id
        """
    )
    env = api.Environment(cr, SUPERUSER_ID, {})
    env.invalidate_all()
    decided = [("state", "in", ("decided", "closed"))]
    for incident in env["subscription.incident"].search(decided):
        incident.write(Kept(incident._prepare_harm_vals()))
