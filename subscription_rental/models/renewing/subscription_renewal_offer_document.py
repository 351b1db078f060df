from odoo import models
from odoo.fields import Command

QUOTED = ("draft", "sent")


class SubscriptionRenewalOffer(models.Model):
    """What the customer pays: a quotation or an invoice, of the new term's first period.

    The invoice belongs to no period until it is paid: so it is not owed, not dunned, and
    nothing is settled in it.
    """

    _inherit = "subscription.renewal.offer"

    def _get_document(self):
        """Return the quotation or the invoice of this offer."""
        self.ensure_one()
        # Customers and clerks pay and see it without rights on orders or invoices.
        return self.sudo().move_id if self.kind == "invoice" else self.sudo().quotation_id

    def _make_document(self, term, today):
        """Make the quotation or the invoice of this offer."""
        self.ensure_one()
        if self.kind == "invoice":
            self._write_kept({"move_id": self._make_invoice(term, today).id})
        else:
            self._write_kept({"quotation_id": self._make_quotation(term).id})

    def _make_quotation(self, term):
        """Return a quotation of the first period of the new term, to be paid online."""
        subscription = self.subscription_id
        order = self.env["sale.order"].with_company(self.company_id)
        order = order._create_kept([self._prepare_quotation_vals()])
        # Without a pricelist Odoo takes that of the company. First: prices follow it.
        order.currency_id = self.currency_id
        order.flush_recordset()
        order.write(
            {
                "order_line": [
                    Command.create(vals)
                    for vals in subscription._prepare_offered_order_lines(term)
                ],
            }
        )
        order.action_quotation_sent()
        return order

    def _prepare_quotation_vals(self):
        self.ensure_one()
        subscription = self.subscription_id
        vals = {
            "partner_id": subscription.partner_id.id,
            "partner_invoice_id": subscription.partner_invoice_id.id,
            "partner_shipping_id": subscription.partner_shipping_id.id,
            "company_id": self.company_id.id,
            "pricelist_id": False,
            "user_id": subscription.user_id.id,
            "team_id": subscription.team_id.id,
            "client_order_ref": subscription.client_order_ref,
            "origin": subscription.name,
            # It is paid before the new term begins, whatever the customer's terms are.
            "payment_term_id": False,
            "validity_date": self.last_day,
            "require_payment": True,
            "require_signature": False,
            "prepayment_percent": 1.0,
            "rental_renews_id": subscription.id,
        }
        if subscription.fiscal_position_id:
            vals["fiscal_position_id"] = subscription.fiscal_position_id.id
        return vals

    def _make_invoice(self, term, today):
        """Return a posted invoice of the first period of the new term."""
        subscription = self.subscription_id
        lines = subscription._prepare_offered_invoice_lines(term)
        vals = subscription._prepare_invoice_vals(lines, today, None)
        # As a quotation: it is paid before.
        vals["invoice_payment_term_id"] = False
        vals["invoice_date_due"] = max(today, term.first_period().start)
        # Subscription users bill without being accountants.
        invoice = self.env["account.move"].sudo().create(vals)
        invoice._post(soft=False)
        return invoice

    def _get_part_paid(self):
        """Return what the customer paid already of this offer, which is not taken up."""
        self.ensure_one()
        document = self._get_document()
        if self.kind == "quotation":
            # What was confirmed in vain, or is not booked yet, is asked about on its way.
            booked = document.sudo().transaction_ids.filtered(
                lambda one: one.state == "done" and one.is_post_processed
            )
            return sum(booked.mapped("amount")) if document.state in QUOTED else 0.0
        if document.payment_state != "partial":
            return 0.0
        credits_ = document._get_settling_credits().values()
        settled = document.amount_total - document.amount_residual
        return settled - sum(credit.settles for credit in credits_)

    def _take_back_document(self, reason, today):
        """Cancel the quotation, or credit the invoice, of this closed offer."""
        self.ensure_one()
        document = self._get_document()
        if self.kind == "quotation":
            document.filtered(lambda order: order.state in QUOTED)._action_cancel()
        elif document.state == "draft":
            document.button_cancel()
        elif document.state == "posted" and document.payment_state != "reversed":
            document._reverse_moves([{"invoice_date": today, "ref": reason}], cancel=True)

    def _is_taken_back(self):
        """Return whether a person cancelled the quotation or credited the invoice."""
        self.ensure_one()
        document = self._get_document()
        if self.kind == "quotation":
            return document.state not in QUOTED
        # A draft stands in place of one that was reversed: it is to be posted.
        return document.state == "cancel" or document.payment_state == "reversed"
