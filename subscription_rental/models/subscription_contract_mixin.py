from odoo import fields, models


class SubscriptionContractMixin(models.AbstractModel):
    """What the customer accepted, when, and signed how: kept as it was (SE11)."""

    _name = "subscription.contract.mixin"
    _description = "Contract of a Subscription"

    contract_terms = fields.Html(readonly=True, copy=False)
    contract_version = fields.Integer(
        string="Version of the Terms", readonly=True, copy=False
    )
    signed_by = fields.Char(readonly=True, copy=False)
    signed_on = fields.Datetime(readonly=True, copy=False)
    signature = fields.Image(
        readonly=True, copy=False, attachment=True, max_width=1024, max_height=1024
    )

    def _keep_contract(self, order=None):
        """Keep the terms of the plan as they are now, and the signature of `order`."""
        for subscription in self:
            lang = subscription.partner_id.lang
            plan = subscription.plan_id.with_context(lang=lang)
            values = {
                "contract_terms": plan.contract_terms,
                "contract_version": plan.contract_version,
            }
            if order and order.signature:
                values |= {
                    "signed_by": order.signed_by,
                    "signed_on": order.signed_on,
                    "signature": order.signature,
                }
            # What was accepted is a fact: no user writes it.
            subscription.sudo().write(values)

    def _get_contract_lines(self):
        """Return the lines that the contract names: those that go on."""
        self.ensure_one()
        return self.line_ids.filtered(lambda line: not line.date_to)
