from odoo import models
from odoo.exceptions import UserError


class SubscriptionBulkDialog(models.TransientModel):
    """Bulk actions on the payments of subscriptions."""

    _inherit = "subscription.bulk.dialog"

    def _get_unpaid(self, subscription):
        """Return the open invoices of `subscription`; raise UserError if there are none."""
        unpaid = subscription._get_open_invoices()
        if not unpaid:
            raise UserError(
                self.env._("%(name)s has no open invoice.", name=subscription.display_name)
            )
        return unpaid

    def _preview_collect(self, subscription, today):
        unpaid = self._get_unpaid(subscription)
        if not subscription.payment_token_id:
            raise UserError(
                self.env._(
                    "%(name)s has no payment method.", name=subscription.display_name
                )
            )
        return sum(
            move._get_amount_due(today) for move in unpaid if not move._is_being_paid()
        )

    def _bulk_collect(self, subscription, today):
        for move in self._get_unpaid(subscription):
            # What is due later is collected on its day.
            move._collect_on(max(move._get_next_due_date() or today, today))
        # The job charges them, one by one, in transactions of its own.
        self.env["subscription.collection.job"]._wake()

    def _preview_resend(self, subscription, _today):
        self._get_unpaid(subscription)
        return 0.0

    def _bulk_resend(self, subscription, _today):
        self._get_unpaid(subscription)._send_rental_invoices()

    def _get_open_cases(self, subscription):
        """Return the open cases of `subscription`; raise UserError if there are none."""
        cases = subscription.dunning_case_ids.filtered(lambda case: case.state == "open")
        if not cases:
            raise UserError(
                self.env._(
                    "%(name)s has no open dunning case.", name=subscription.display_name
                )
            )
        return cases

    def _preview_hold(self, subscription, _today):
        self._get_open_cases(subscription)
        return 0.0

    def _bulk_hold(self, subscription, today):
        self._get_open_cases(subscription)._hold(self.reason, today)

    def _preview_ask_method(self, subscription, _today):
        if subscription.is_closed or not subscription.partner_id.email:
            raise UserError(
                self.env._(
                    "%(name)s is closed, or its customer has no e-mail address.",
                    name=subscription.display_name,
                )
            )
        return 0.0

    def _bulk_ask_method(self, subscription, _today):
        template = self.env.ref("subscription_rental.mail_template_method_wanted")
        # Clerks send without being allowed to edit templates.
        template.sudo().send_mail(subscription.id)
