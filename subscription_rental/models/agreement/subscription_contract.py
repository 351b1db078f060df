from odoo import api, fields, models


class SubscriptionSubscription(models.Model):
    """The contract that the customer accepted and signed, kept as it was (SE11)."""

    _inherit = "subscription.subscription"

    contract_terms = fields.Html(readonly=True, copy=False, kept=True)
    contract_version = fields.Integer(
        string="Version of the Terms", readonly=True, copy=False, kept=True
    )
    contract_remarks = fields.Text(
        readonly=True,
        copy=False,
        kept=True,
        help="What was written among the lines that were signed.",
    )
    signed_by = fields.Char(readonly=True, copy=False, kept=True)
    signed_on = fields.Datetime(readonly=True, copy=False, kept=True)
    signature = fields.Image(
        readonly=True,
        copy=False,
        attachment=True,
        max_width=1024,
        max_height=1024,
        kept=True,
    )

    is_consumer = fields.Boolean(
        compute="_compute_is_consumer",
        compute_sudo=True,
        help="The customer is no company and has no tax ID: consumer law protects them.",
    )

    @api.depends(
        "partner_id.commercial_partner_id.is_company",
        "partner_id.commercial_partner_id.vat",
    )
    def _compute_is_consumer(self):
        for subscription in self:
            customer = subscription.partner_id
            subscription.is_consumer = bool(customer) and customer._is_rental_consumer()

    def _keep_contract(self):
        """Store the present terms of the plan as the contract of these subscriptions."""
        for subscription in self:
            subscription._write_kept(subscription._prepare_contract_vals())

    def _prepare_contract_vals(self):
        """Return the contract's terms and version, in the customer's language."""
        self.ensure_one()
        plan = self.plan_id.with_context(lang=self.partner_id.lang)
        return {
            "contract_terms": plan.contract_terms,
            "contract_version": plan.contract_version,
        }

    def _get_contract_lines(self):
        """Return the subscription lines of the contract: those that go on."""
        self.ensure_one()
        return self.line_ids.filtered("is_going_on")

    def _get_price_terms(self):
        """Return [(product, sentence)] of what the price per interval means besides."""
        self.ensure_one()
        return [
            (line.product_id.display_name, sentence)
            for line in self._get_contract_lines()
            for sentence in line._get_sentences_beside_price()
        ]
