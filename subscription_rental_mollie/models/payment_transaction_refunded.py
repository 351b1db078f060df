from decimal import Decimal

from odoo import models

from ..mollie import answers
from .payment_provider import MOLLIE


class PaymentTransaction(models.Model):
    """Money given back through Mollie, by us or in Mollie's own dashboard."""

    _inherit = "payment.transaction"

    def _send_refund_request(self):
        """Ask Mollie to give back what this refund says of its payment."""
        if self.provider_code != MOLLIE:
            return super()._send_refund_request()
        data = self._send_api_request(
            "POST",
            self._get_refunds_path(),
            json={
                "amount": self._get_mollie_amount(),
                "description": self.reference,
                "metadata": {"reference": self.reference},
            },
        )
        return self._take_mollie_payment(data)

    def _get_refunds_path(self):
        """Return where Mollie keeps the refunds of the payment behind this refund."""
        payment = self.source_transaction_id or self
        return f"/payments/{payment.provider_reference}/refunds"

    def _apply_refund(self, data):
        """Do what Mollie says of a refund: banks may send it back after it was done."""
        state = answers.REFUNDS.get(data.get("status"), "pending")
        if state == "done":
            self._set_done()
        elif state == "error":
            self._set_error(
                self.env._("Mollie could not give it back."),
                extra_allowed_states=("done",),
            )
        elif state == "cancel":
            self._set_canceled(self.env._("The refund was cancelled at Mollie."))
        else:
            self._set_pending()
            self._forget_doubt({"status": "pending"})

    def _list_refunds(self):
        """Return what Mollie knows of the refunds of this payment."""
        listed = self._ask_mollie(self._get_refunds_path(), limit=250)
        return (listed.get("_embedded") or {}).get("refunds") or []

    def _note_refunds(self, total):
        """Take over what Mollie gave back of this payment, and we do not know as done.

        :param total: what Mollie says was given back of it
        """
        own = self.child_transaction_ids.filtered(lambda one: one.operation == "refund")
        done = own.filtered(lambda one: one.state == "done")
        known = sum((Decimal(f"{-one.amount:.3f}") for one in done), Decimal())
        if total == known:
            return
        for row in self._list_refunds():
            one = own.filtered(
                lambda one, row=row: (
                    one.provider_reference == row["id"]
                    or answers.named([row], one.reference)
                )
            )
            # What bears a reference is ours, and not written down yet.
            if not one and not (row.get("metadata") or {}).get("reference"):
                one = self._make_foreign_refund(row)
            if one:
                one._take_mollie_payment(row)

    def _make_foreign_refund(self, row):
        """Return a new refund of this payment that was made in Mollie's dashboard."""
        self.ensure_one()
        amount = answers.amount(row)
        self._ask_mollie_owner(
            self.env._("Given back at Mollie"),
            self.env._(
                "%(amount)s of %(charge)s was given back in Mollie's dashboard: write the "
                "credit note.",
                amount=self.currency_id.format(float(amount)),
                charge=self._get_html_link(),
            ),
        )
        return self._create_child_transaction(
            float(amount), is_refund=True, provider_reference=row["id"]
        )

    # === the cent of a first payment === #

    def _post_process(self):
        """Give back the cent that was paid for a mandate alone."""
        result = super()._post_process()
        for one in self.filtered(lambda tx: tx._has_cent_to_give_back()):
            one._refund()
        return result

    def _has_cent_to_give_back(self):
        """Return whether this is a paid validation at Mollie that was not given back."""
        self.ensure_one()
        return (
            self.provider_code == MOLLIE
            and self.operation == "validation"
            and self.state == "done"
            and self.amount > 0
            and not self.child_transaction_ids
        )

    def _create_payment(self, **extra_create_values):
        """Book nothing of a cent that was given back: Odoo did not book it, either."""
        source = self.source_transaction_id
        if self.provider_code == MOLLIE and source.operation == "validation":
            return self.env["account.payment"]
        return super()._create_payment(**extra_create_values)
