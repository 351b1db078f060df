from odoo import fields, models
from odoo.tools.misc import formatLang

from ...words import format_days


class SubscriptionSubscription(models.Model):
    """The contract that the customer accepted and signed, kept as it was (SE11)."""

    _inherit = "subscription.subscription"

    contract_terms = fields.Html(readonly=True, copy=False, kept=True)
    contract_version = fields.Integer(
        string="Version of the Terms", readonly=True, copy=False, kept=True
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

    def _get_renewal_sentence(self):
        """Return what becomes of this subscription at the end of its term."""
        self.ensure_one()
        if self.renewal == "automatic":
            term = f"{self.renewal_count} \N{MULTIPLICATION SIGN} {self.interval_display}"
            return self.env._(
                "Then it renews by itself, each time for: %(term)s.", term=term
            )
        if self.grace_days:
            return self.env._(
                "Then it ends by itself. It can be renewed within %(days)s after that.",
                days=format_days(self.env, self.grace_days),
            )
        return self.env._("Then it ends by itself.")

    def _get_early_sentence(self):
        """Return what leaving before the minimum term is over costs, as a sentence."""
        self.ensure_one()
        if self.early_fee_rule == "refused":
            return self.env._("It cannot be ended before.")
        if self.early_fee_rule == "fixed" and self.early_fee:
            return self.env._(
                "Who ends it before pays once, before taxes: %(fee)s.",
                fee=formatLang(self.env, self.early_fee, currency_obj=self.currency_id),
            )
        if self.early_fee_rule == "remaining" and self.early_fee_percent:
            return self.env._(
                "Who ends it before pays %(percent)s %% of the price up to its end.",
                percent=formatLang(self.env, self.early_fee_percent, digits=0),
            )
        return self.env._("Who ends it before pays no fee.")

    def _get_contract_lines(self):
        """Return the subscription lines of the contract: those without an end."""
        self.ensure_one()
        return self.line_ids.filtered(lambda line: not line.date_to)
