from odoo import fields, models

# What comes with the first bill only: it lapses if there never is one.
ONLY_WITH_A_BILL = ("setup_fee", "discount")


class SubscriptionSubscription(models.Model):
    """The invoices of a subscription's periods and charges."""

    _inherit = "subscription.subscription"

    def _create_period_invoices(self, slots, today, run):
        """Return the invoices of these slots, posted where their plan says so.

        :param run: the billing run, which concludes its invoices itself, or None
        """
        # Of credits that are larger than a bill, the rest goes on with the next one.
        taken, waiting, shared = set(), {}, {}
        for slot in slots.sorted(lambda slot: (slot.date_start, slot.id)):
            subscription = slot.subscription_id
            charges = waiting.get(subscription)
            if charges is None:
                charges = subscription._get_pending_charges()
            lines = subscription._prepare_invoice_lines_vals(slot, charges)
            if charges:
                taken |= {
                    vals["rental_charge_id"] for vals in lines if "rental_charge_id" in vals
                }
                charges = subscription._get_pending_charges()
            waiting[subscription] = charges - charges.browse(taken)
            if not lines:
                # No product in this period yet: one that comes into it costs its days.
                continue
            key = subscription._get_sharing_key(slot)
            shared.setdefault(key, {})[subscription] = lines
        return self._make_invoices(
            [
                self.browse().union(*parts)._prepare_shared_invoice_vals(parts, today, run)
                for parts in shared.values()
            ],
            concludes=not run,
        )

    def _make_invoices(self, vals_list, *, concludes=True):
        """Return new invoices, posted and sent where their plan says so.

        :param concludes: if not, the caller has them get their numbers by
            `_conclude_rental_invoices` as the last thing of all
        """
        # Subscription users bill without being accountants.
        moves = self.env["account.move"].sudo()
        hints = self.env["subscription.invoice.hints"].sudo()
        # One message for each all the same, but written in one go.
        invoices = moves.with_context(mail_create_nolog=True).create(
            hints._add_to(vals_list)
        )
        invoices._message_log_batch(
            bodies={move.id: move._creation_message() for move in invoices}
        )
        for line in invoices.line_ids.filtered("rental_charge_id"):
            line.rental_charge_id.move_line_id = line
        to_post = invoices._get_to_post()
        to_post._post_before_numbers()
        to_post._get_to_send()._queue_sending()
        if concludes:
            invoices._conclude_rental_invoices()
        return invoices

    def _prepare_invoice_lines_vals(self, slot, charges):
        """Return the invoice lines of a slot, and of the charges that come with it."""
        self.ensure_one()
        timeline = self._get_timeline()
        period = slot._get_period()
        lines = [
            line._prepare_period_line_vals(slot, slot.slot_days, share)
            for line, share in self._get_shares(timeline, period)
        ]
        if charges:
            charges = charges._absorbed_by(self._get_base_lines(timeline, period))
        return lines + [charge._prepare_charge_line_vals() for charge in charges]

    def _prepare_invoice_vals(self, lines, today, run):
        """Return the values of an invoice with these lines, dated `today`."""
        self.ensure_one()
        vals = {
            "move_type": "out_invoice",
            "partner_id": self.partner_invoice_id.id,
            "partner_shipping_id": self.partner_shipping_id.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "invoice_date": today,
            # Who left writes no mails: Odoo then sends it in the company's name (B4).
            "invoice_user_id": self.user_id.filtered("active").id,
            "invoice_origin": self.name,
            "team_id": self.team_id.id,
            "ref": self.client_order_ref,
            "rental_run_id": run.id if run else False,
            "invoice_line_ids": [fields.Command.create(line) for line in lines],
        }
        term = self._get_payment_term()
        if term:
            vals["invoice_payment_term_id"] = term.id
        else:
            # Without terms Odoo would take the server's day, which may be another one.
            vals["invoice_date_due"] = self._get_due_day(today)
        if self.fiscal_position_id:
            vals["fiscal_position_id"] = self.fiscal_position_id.id
        if journal := self._get_journal():
            vals["journal_id"] = journal.id
        return vals

    def _invoice_charges(self, charges, today):
        """Invoice these charges at once, by themselves; a credit by a credit note."""
        self.ensure_one()
        rows = [charge._prepare_base_line(charge.amount) for charge in charges]
        without, taxed = self._get_tax_totals(rows)
        # Under several taxes the two differ in sign: what is paid decides.
        sign = -1 if (taxed or without) < 0 else 1
        lines = [charge._prepare_charge_line_vals(sign) for charge in charges]
        vals = self._prepare_invoice_vals(lines, today, None)
        if sign < 0:
            vals["move_type"] = "out_refund"
            # A credit note says which invoice it takes back from, where it is one.
            payer = self.partner_invoice_id.commercial_partner_id
            invoices = charges._get_credited_invoices().filtered(
                lambda move: move.commercial_partner_id == payer
            )
            vals["reversed_entry_id"] = invoices.id if len(invoices) == 1 else False
        return self._make_invoices([vals])

    def _settle_charges(self, today):
        """Invoice the pending charges of a subscription that gets no further invoice.

        Before the first bill a setup fee and a discount lapse: cancelling in the trial
        costs nothing, and gives nothing.
        """
        self.ensure_one()
        if self.next_billing_date:
            return
        waiting = self._get_pending_charges()
        if not self._was_billed():
            lapsed = waiting.filtered(lambda charge: charge.kind in ONLY_WITH_A_BILL)
            lapsed._cancel_charges(self.env._("Ended before its first bill."))
            waiting -= lapsed
        if waiting:
            self._invoice_charges(waiting, today)

    def _charge_setup_fee(self):
        """Add the setup fee as a charge for the first invoice, unless there is one."""
        self.ensure_one()
        kinds = self.charge_ids.filtered(lambda charge: not charge.cancelled_at)
        if "setup_fee" in kinds.mapped("kind"):
            # It came with the invoice that was paid before the start.
            return
        if not self.currency_id.is_zero(self.setup_fee):
            product = self.plan_id.setup_fee_product_id
            taxes = self._get_setup_fee_taxes()
            self._add_charge("setup_fee", product, self.setup_fee, taxes)

    def _get_setup_fee_taxes(self):
        """Return the taxes that a person chose for the setup fee; None if nobody.

        Runs when the fee is charged or told; an override knows who chose them.
        """
        self.ensure_one()

    def _get_journal(self):
        """Return the journal of this subscription's invoices; empty is Odoo's default."""
        self.ensure_one()
        own = self.journal_id or self.plan_id.journal_id
        # A plan that all companies offer has the journal of one of them.
        if own.company_id in self.company_id.parent_ids:
            return own
        return self.company_id.subscription_journal_id

    def _get_due_day(self, today):
        """Return the day by which an invoice dated `today` is paid, without terms.

        An override may let it be paid later.
        """
        self.ensure_one()
        return today

    def _get_payment_term(self):
        """Return the payment terms of the subscription, or else of its customer."""
        self.ensure_one()
        partner = self.partner_invoice_id.with_company(self.company_id)
        return self.payment_term_id or partner.property_payment_term_id
