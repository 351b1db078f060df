"""Collecting due invoices by a stored payment method, with Odoo's simulated provider."""

from odoo.fields import Command

from benchmarks import _job

LATER = 7


class Job(_job.Work):
    """Invoices of as many customers, each with a stored method that always pays."""

    cron = "subscription_rental.ir_cron_collect"

    def seed(self):
        """Bill one subscription, and make the others by SQL; most are due in a week."""
        subscription = self.subscribe(self.today, invoice_mode="collect")
        subscription._use_method(self._store_method(subscription.partner_id))
        invoice = subscription._bill_due_periods(self.today)
        self.multiply_subscription(
            subscription,
            invoice,
            invoice.line_ids,
            account_move__rental_collect_date=self.due_or("rental_collect_date", LATER),
        )

    def _store_method(self, partner):
        provider = self.env["payment.provider"].search(
            [("code", "=", "demo"), ("company_id", "=", self.company.id)], limit=1
        )
        provider.write({"state": "test", "is_published": True})
        return self.env["payment.token"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": provider.payment_method_ids[:1].id,
                "partner_id": partner.id,
                "payment_details": "1234",
                "provider_ref": "simulated",
                "demo_simulated_state": "done",
            }
        )

    def ready(self):
        """Choose what the loop collects."""
        moves = self.env["account.move"]
        self.due = moves.search(moves._collectable_domain(self.company, self.today))

    def left(self):
        """Return how many invoices are still to be collected."""
        moves = self.env["account.move"]
        return moves.search_count(moves._collectable_domain(self.company, self.today))

    def loop(self):
        """Charge each invoice's stored method, and book the payment; a receipt goes out."""
        for move in self.each(self.due):
            token = move.line_ids.rental_subscription_id.payment_token_id
            charge = self.env["payment.transaction"].create(
                {
                    "provider_id": token.provider_id.id,
                    "payment_method_id": token.payment_method_id.id,
                    "token_id": token.id,
                    "operation": "offline",
                    "amount": move.amount_residual,
                    "currency_id": move.currency_id.id,
                    "partner_id": move.partner_id.id,
                    "invoice_ids": [Command.set(move.ids)],
                    # The receipt tells what was paid.
                    "rental_invoice_id": move.id,
                }
            )
            # Once the provider is asked, it has to be known.
            self.env.cr.commit()
            charge._charge_with_token()
            self.env.cr.commit()
            charge._post_process()
            move._write_kept({"rental_collect_date": False})
            self.env.cr.commit()

    def outcome(self):
        """Return how many invoices are paid, by which payments, and the receipts."""
        paid = self.due.filtered(lambda one: one.payment_state in ("paid", "in_payment"))
        payments = paid.matched_payment_ids
        return {
            "paid": len(paid),
            "residual": self.company.currency_id.round(
                sum(paid.mapped("amount_total")) - sum(paid.mapped("amount_residual"))
            ),
            "payments": len(payments),
            "amount": sum(payments.mapped("amount")),
            "receipts": self.env["mail.mail"].search_count(
                [("model", "=", "payment.transaction")]
            ),
        }
