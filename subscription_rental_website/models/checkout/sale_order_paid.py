from odoo import models
from odoo.tools.misc import formatLang


class SaleOrder(models.Model):
    """Payments that do not become an order, and somebody is asked about (SE6)."""

    _inherit = "sale.order"

    def _ask_about_paid(self):
        """Ask somebody to look at those of these carts that are paid and not ordered."""
        for order in self.filtered(lambda one: one.state in ("draft", "sent")):
            if problem := order._get_paid_problem():
                order._ask_about_payment(self.env._("Paid, but not ordered"), problem)

    def _ask_about_second_payment(self):
        """Ask somebody what becomes of what was paid twice, in two tabs say."""
        for order in self.filtered("is_rental"):
            paid = order.transaction_ids.filtered(
                lambda one: one.state == "done" and one.operation != "validation"
            )
            amount = sum(paid.mapped("amount"))
            more = order.currency_id.compare_amounts(amount, order.amount_total) > 0
            if more and len(paid) > 1:
                order._ask_about_payment(
                    self.env._("Paid more than once"),
                    self.env._(
                        "%(references)s paid %(amount)s together. What is too much stands "
                        "as the customer's credit: pay it back, or leave it for the next "
                        "invoice.",
                        references=", ".join(paid.mapped("reference")),
                        amount=formatLang(self.env, amount, currency_obj=order.currency_id),
                    ),
                )

    def _ask_about_failed_payment(self):
        """Ask somebody to look after orders that wait for a payment which has failed."""
        waiting = self.filtered(
            lambda one: one.is_rental and one.website_id and one.state == "sent"
        )
        for order in waiting:
            order._ask_about_payment(
                self.env._("Ordered, and its payment failed"),
                self.env._(
                    "The customer was told that the payment is under way. Send them the "
                    "order again: its page takes another payment."
                ),
            )

    def _ask_about_payment(self, summary, note):
        """Ask whoever looks after this order to do something about its payment, once."""
        self.ensure_one()
        if summary in self.activity_ids.mapped("summary"):
            return
        asked = self.user_id or self.company_id._get_subscription_manager()
        self.activity_schedule(
            "mail.mail_activity_data_todo", summary=summary, note=note, user_id=asked.id
        )

    def _is_paid_in_vain(self):
        """Return whether the last payment of this cart has come, and it was not ordered."""
        self.ensure_one()
        waits = self.is_rental and self.state in ("draft", "sent")
        taken = waits and self.get_portal_last_transaction().state == "done"
        return bool(taken and self._get_paid_problem())
