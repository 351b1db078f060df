from odoo import fields, models


class SubscriptionDueSource(models.Model):
    """Where due dates come from: a list that managers edit (DD2)."""

    _name = "subscription.due.source"
    _description = "Source of Due Dates"
    _order = "sequence, name, id"
    # A branch has the sources of its head company, too.
    _check_company_domain = models.check_company_domain_parent_of

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", help="Leave empty to offer it in every company."
    )
