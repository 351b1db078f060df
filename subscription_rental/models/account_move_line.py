from odoo import fields, models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    rental_subscription_id = fields.Many2one(
        "subscription.subscription",
        string="Subscription",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    rental_line_id = fields.Many2one(
        "subscription.line",
        string="Subscription Line",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    rental_period_id = fields.Many2one(
        "subscription.period",
        string="Billing Period",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    rental_charge_ids = fields.One2many(
        "subscription.charge", "move_line_id", string="Subscription Charges", copy=False
    )
    rental_first_day = fields.Date(string="From", copy=False)
    rental_last_day = fields.Date(string="Until", copy=False)

    def _copy_data_extend_business_fields(self, values):
        # A credit note takes back from the same period of the same subscription.
        result = super()._copy_data_extend_business_fields(values)
        values.update(
            rental_subscription_id=self.rental_subscription_id.id,
            rental_line_id=self.rental_line_id.id,
            rental_period_id=self.rental_period_id.id,
            rental_first_day=self.rental_first_day,
            rental_last_day=self.rental_last_day,
        )
        return result
