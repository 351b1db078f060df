from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

ERROR_ACTIVITY = "subscription_rental.mail_activity_type_billing_error"


class SubscriptionBillingMixin(models.AbstractModel):
    """From what is due to slots and invoices, in one transaction."""

    _name = "subscription.billing.mixin"
    _inherit = ["subscription.terms.mixin"]
    _description = "Billing of a Subscription"

    billing_retry_date = fields.Date(
        readonly=True,
        copy=False,
        help="The billing job leaves it alone before this day.",
    )
    billing_error = fields.Text(readonly=True, copy=False)
    invoice_count = fields.Integer(compute="_compute_invoice_totals")
    amount_invoiced = fields.Monetary(
        string="Total Invoiced",
        compute="_compute_invoice_totals",
        help="Before taxes: posted invoices less credit notes.",
    )

    def _compute_invoice_totals(self):
        # Bare facts about records that the user may read.
        lines = self.env["account.move.line"].sudo()
        domain = [("rental_subscription_id", "in", self.ids)]
        counts = lines._read_group(
            domain, ["rental_subscription_id"], ["move_id:count_distinct"]
        )
        sums = lines._read_group(
            [*domain, ("parent_state", "=", "posted")],
            ["rental_subscription_id"],
            ["amount_currency:sum"],
        )
        by_count = {subscription.id: count for subscription, count in counts}
        by_sum = {subscription.id: amount for subscription, amount in sums}
        for subscription in self:
            subscription.invoice_count = by_count.get(subscription.id, 0)
            subscription.amount_invoiced = -by_sum.get(subscription.id, 0.0)

    # === the job === #

    @api.model
    def _due_domain(self, company, today):
        """Return what the billing job has to do in `company` on `today`."""
        return [
            ("company_id", "=", company.id),
            ("next_billing_date", "<=", today),
            *self._retry_domain(today),
        ]

    @api.model
    def _retry_domain(self, today):
        """Return what is not left alone until a later day, after a failure."""
        return [
            "|",
            ("billing_retry_date", "=", False),
            ("billing_retry_date", "<=", today),
        ]

    @api.model
    def _cron_bill_due_periods(self):
        """Bill, in every company, what is due on that company's own day."""
        runs = self.env["subscription.billing.run"]
        days = [
            (company, company._subscription_today())
            for company in self.env["res.company"].search([])
        ]
        remaining = sum(
            self.search_count(self._due_domain(company, today)) for company, today in days
        )
        self.env["ir.cron"]._commit_progress(remaining=remaining)
        for company, today in days:
            if not runs.with_company(company)._bill_company(company, today):
                return

    def _bill_due_periods(self, today, run=None):
        """Invoice every period of these that is due on `today`; return the invoices.

        All or nothing, in the present transaction; the caller has locked the rows.
        """
        due = [
            (subscription, period)
            for subscription in self
            for period in subscription._due_periods(today)
        ]
        slots = self._create_slots(due, run=run)
        invoices = self._create_period_invoices(slots, today, run)
        for subscription, owned in slots.grouped("subscription_id").items():
            subscription._move_cursor(max(owned.mapped("date_end")))
        self._clear_billing_error()
        return invoices

    def _create_period_invoices(self, slots, today, run):
        """Return the invoices of these slots, posted where their plan says so."""
        charged = self.browse()
        vals_list = []
        for slot in slots.sorted(lambda slot: (slot.date_start, slot.id)):
            subscription = slot.subscription_id
            charges = subscription._get_pending_charges(subscription not in charged)
            charged |= subscription
            lines = subscription._prepare_invoice_lines_vals(slot, charges)
            if not lines:
                # No product in this period: there is nothing to put on an invoice.
                slot.kind = "skipped"
                continue
            vals_list.append(subscription._prepare_invoice_vals(lines, today, run))
        # Subscription users bill without being accountants.
        moves = self.env["account.move"].sudo()
        invoices = moves.with_context(mail_create_nolog=True).create(vals_list)
        for line in invoices.line_ids.filtered("rental_charge_id"):
            line.rental_charge_id.move_line_id = line
        to_post = invoices.filtered(lambda move: move._get_rental_mode() == "post")
        if to_post:
            to_post._post(soft=False)
        return invoices

    def _get_pending_charges(self, wanted=True):
        """Return the charges that wait for an invoice; none unless `wanted`."""
        self.ensure_one()
        if not wanted:
            return self.env["subscription.charge"]
        return self.charge_ids.filtered(lambda charge: charge.state == "pending")

    def _prepare_invoice_lines_vals(self, slot, charges):
        """Return the invoice lines of a slot, and of the charges that come with it."""
        self.ensure_one()
        timeline = self._get_timeline()
        period = slot._get_period()
        shares = [(line, line._get_share(timeline, period)) for line in self.line_ids]
        lines = [
            line._prepare_invoice_line_vals(slot, timeline, share)
            for line, share in shares
            if share
        ]
        return lines + [charge._prepare_invoice_line_vals() for charge in charges]

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
            "invoice_user_id": self.user_id.id,
            "invoice_origin": self.name,
            "ref": self.client_order_ref,
            "rental_run_id": run.id if run else False,
            "invoice_line_ids": [fields.Command.create(line) for line in lines],
        }
        term = self._get_payment_term()
        if term:
            vals["invoice_payment_term_id"] = term.id
        else:
            # Without terms Odoo would take the server's day, which may be another one.
            vals["invoice_date_due"] = today
        journal = self.plan_id.journal_id
        # A plan that all companies offer has the journal of one of them.
        if journal.company_id == self.company_id:
            vals["journal_id"] = journal.id
        return vals

    def _get_payment_term(self):
        """Return the payment terms of the subscription, or else of its customer."""
        self.ensure_one()
        partner = self.partner_invoice_id.with_company(self.company_id)
        return self.payment_term_id or partner.property_payment_term_id

    def _charge_setup_fee(self):
        """Add the setup fee to what waits for the first invoice."""
        self.ensure_one()
        if self.currency_id.is_zero(self.setup_fee):
            return
        product = self.plan_id.setup_fee_product_id
        lang = self.partner_invoice_id.lang
        # The ledger is the system's: users read it.
        self.env["subscription.charge"].sudo().create(
            {
                "subscription_id": self.id,
                "kind": "setup_fee",
                "product_id": product.id,
                "name": product.with_context(lang=lang).name,
                "amount": self.setup_fee,
                "source_key": "setup_fee",
            }
        )

    # === trouble === #

    def _set_billing_error(self, message, retry_date):
        """Keep `message` on this subscription, and tell its owner once."""
        self.ensure_one()
        self.sudo().write({"billing_error": message, "billing_retry_date": retry_date})
        if self.activity_search([ERROR_ACTIVITY]):
            return
        self.activity_schedule(
            ERROR_ACTIVITY,
            date_deadline=retry_date,
            summary=self.env._("Billing failed"),
            note=message,
            user_id=self._get_billing_owner().id,
        )

    def _clear_billing_error(self):
        """Forget the trouble of those that were billed after all."""
        recovered = self.filtered("billing_error")
        if recovered:
            recovered.sudo().write({"billing_error": False, "billing_retry_date": False})
            recovered.activity_feedback(
                [ERROR_ACTIVITY], feedback=self.env._("Billed after all.")
            )

    def _get_billing_owner(self):
        """Return who looks after this subscription's bills: its salesperson, or us."""
        self.ensure_one()
        return self.user_id if self.user_id.active else self.env.user

    # === the buttons === #

    def action_bill_now(self):
        """Bill what is due today, without waiting for the job; open what it made."""
        self.check_access("write")
        if len(self) > 1:
            # Whoever asks for it by hand does not want to wait for tomorrow's try.
            self.filtered("billing_retry_date").sudo().billing_retry_date = False
            return self.env["subscription.billing.run"]._bill_by_hand(self)
        self.sudo().lock_for_update(allow_referencing=True)
        today = self.company_id._subscription_today()
        if not self.next_billing_date or self.next_billing_date > today:
            raise UserError(self._get_nothing_due_message())
        return self._bill_due_periods(today)._action_view_rental_invoices()

    def _get_nothing_due_message(self):
        if not self.next_billing_date:
            return self.env._(
                "Nothing will be billed on %(name)s: it is not in progress.",
                name=self.display_name,
            )
        return self.env._(
            "Nothing is due on %(name)s today. Its next invoice is for %(day)s.",
            name=self.display_name,
            day=format_date(self.env, self.next_billing_date),
        )

    def action_view_invoices(self):
        """Open the invoices and credit notes of this subscription."""
        self.ensure_one()
        domain = [("line_ids.rental_subscription_id", "=", self.id)]
        return self.env["account.move"].search(domain)._action_view_rental_invoices()
