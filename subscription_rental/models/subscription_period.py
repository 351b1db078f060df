from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date, formatLang

from ..billing.period import Period
from ..billing.proration import exact

CREDITED_ACTIVITY = "subscription_rental.mail_activity_type_credited"
# An invoice that accountants block is owed as before.
UNPAID = ("not_paid", "partial", "blocked")


class SubscriptionPeriod(models.Model):
    """The ledger of billing: one permanent slot per period, unique in SQL."""

    _name = "subscription.period"
    _description = "Billing Period"
    _order = "date_start desc, id desc"

    subscription_id = fields.Many2one(
        "subscription.subscription", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="subscription_id.company_id", store=True)
    currency_id = fields.Many2one(related="subscription_id.currency_id")
    date_start = fields.Date(string="First Day", required=True)
    date_end = fields.Date(
        string="End", required=True, help="The first day after the period."
    )
    last_day = fields.Date(compute="_compute_last_day")
    kind = fields.Selection(
        [("billed", "Billed"), ("trial", "Trial"), ("skipped", "Skipped")],
        required=True,
        default="billed",
    )
    voided_at = fields.Datetime(
        help="Its draft invoice was deleted or cancelled: the period is not billed."
    )
    run_id = fields.Many2one(
        "subscription.billing.run", index="btree_not_null", ondelete="set null"
    )
    move_line_ids = fields.One2many("account.move.line", "rental_period_id")
    amount_invoiced = fields.Monetary(
        compute="_compute_invoiced",
        help="Before taxes: posted invoices less credit notes.",
    )
    invoice_state = fields.Selection(
        [
            ("none", "Nothing to pay"),
            ("draft", "Draft invoice"),
            ("open", "To pay"),
            ("paid", "Paid"),
            ("credited", "Credited"),
            ("void", "Void"),
        ],
        string="Invoice",
        compute="_compute_invoiced",
    )

    amount_left = fields.Monetary(
        string="Left to Bill",
        compute="_compute_amount_left",
        help="What was credited of this period and not invoiced again, before taxes.",
    )
    can_bill_again = fields.Boolean(compute="_compute_can_bill_again")

    _one_slot_per_period = models.UniqueIndex(
        "(subscription_id, date_start) WHERE voided_at IS NULL",
        "This period is already billed.",
    )
    _has_days = models.Constraint(
        "CHECK(date_start < date_end)", "A period has at least one day."
    )

    @api.depends("date_start", "date_end")
    def _compute_last_day(self):
        for slot in self:
            complete = slot.date_start and slot.date_end
            slot.last_day = slot._get_period().last_day if complete else False

    @api.depends("date_start", "date_end")
    def _compute_display_name(self):
        for slot in self:
            days = (slot.date_start, slot.last_day)
            slot.display_name = " - ".join(format_date(self.env, day) for day in days)

    @api.depends("move_line_ids.parent_state", "move_line_ids.price_subtotal")
    def _compute_invoiced(self):
        for slot in self:
            # Who may read the slot may know what became of it.
            lines = slot.sudo().move_line_ids
            posted = lines.filtered(lambda line: line.parent_state == "posted")
            slot.amount_invoiced = sum(
                -line.move_id.direction_sign * line.price_subtotal for line in posted
            )
            slot.invoice_state = slot._get_invoice_state(lines, posted)

    @api.depends("move_line_ids.parent_state", "move_line_ids.price_subtotal")
    def _compute_amount_left(self):
        for slot in self:
            # Who may read the slot may know what is left of it.
            left = slot.sudo()._get_lines_left() if slot._is_credited() else {}
            slot.amount_left = sum(amount for amount, _part in left.values())

    @api.depends("subscription_id.period_ids.voided_at", "amount_left")
    def _compute_can_bill_again(self):
        voided = self.filtered("voided_at")
        taken = {slot._get_key() for slot in voided._get_successors()}
        for slot in self:
            free = slot.voided_at and slot._get_key() not in taken
            slot.can_bill_again = bool(free or slot.amount_left)

    def _is_credited(self):
        """Return whether a posted credit note took back from this slot."""
        self.ensure_one()
        return not self.voided_at and any(
            line.parent_state == "posted" and line.move_id.move_type == "out_refund"
            for line in self.sudo().move_line_ids
        )

    def _get_lines_left(self):
        """Return {subscription line: (amount left, which part of its price that is)}.

        What is left was credited, and no invoice stands for it, not even a draft.
        """
        self.ensure_one()
        subscription = self.subscription_id
        timeline = subscription._get_timeline()
        period = self._get_period().overlap(None, subscription.date_end or None)
        left = {}
        for line, price in subscription._get_amounts(timeline, period) if period else ():
            due, _taxed = line._get_taxed(price)
            amount = due - self._get_net(line)
            if self.currency_id.compare_amounts(float(amount), 0) > 0:
                left[line] = float(amount), amount / due
        return left

    def _get_net(self, subscription_line):
        """Return what is invoiced for that line in this slot, less what was credited."""
        return sum(
            -line.move_id.direction_sign * exact(line.price_subtotal)
            for line in self.move_line_ids
            if line.rental_line_id == subscription_line and line._counts_for_period()
        )

    def _get_key(self):
        return self.subscription_id.id, self.date_start

    def _get_invoice_state(self, lines, posted):
        self.ensure_one()
        if self.voided_at:
            return "void"
        if lines.filtered(lambda line: line.parent_state == "draft"):
            return "draft"
        invoices = posted.move_id.filtered(lambda move: move.move_type == "out_invoice")
        if not invoices:
            return "none"
        if self.currency_id.is_zero(self.amount_invoiced) and len(posted.move_id) > 1:
            return "credited"
        unpaid = invoices.filtered(lambda move: move.payment_state in UNPAID)
        return "open" if unpaid else "paid"

    def _get_period(self):
        """Return the `Period` that the rules work with."""
        self.ensure_one()
        return Period(self.date_start, self.date_end)

    def _truncate(self, day):
        """Let this slot end on `day`, which lies in it."""
        self.ensure_one()
        # The ledger is the system's: users read it.
        self.sudo().date_end = day

    def _void_unless_invoiced(self):
        """Void the slots to which no line of a living invoice points any more."""
        living = self.env["account.move.line"]._read_group(
            [
                ("rental_period_id", "in", self.ids),
                ("parent_state", "!=", "cancel"),
                # A credit note alone bills nothing.
                ("move_id.move_type", "=", "out_invoice"),
            ],
            ["rental_period_id"],
        )
        invoiced = self.browse([slot.id for (slot,) in living])
        freed = (self - invoiced).filtered(lambda slot: not slot.voided_at)
        freed.voided_at = fields.Datetime.now()
        # Free in SQL, too, before anything is put in their place.
        freed.flush_recordset(["voided_at"])
        for subscription, slots in freed.grouped("subscription_id").items():
            for slot in slots:
                body = self.env._(
                    "The invoice for %(period)s is gone: that period is not billed.",
                    period=slot.display_name,
                )
                subscription._message_log(body=body)

    def _get_successors(self):
        """Return the live slots that took the place of these voided ones."""
        keys = {slot._get_key() for slot in self}
        live = self.search(
            [
                ("subscription_id", "in", self.subscription_id.ids),
                ("date_start", "in", self.mapped("date_start")),
                ("voided_at", "=", False),
            ]
        )
        return live.filtered(lambda slot: slot._get_key() in keys)

    def action_bill_again(self):
        """Bill a period whose invoice is gone or credited once more; open the new one.

        The cursor does not move: it is the same period. After a draft that was deleted
        it gets a slot of its own; what was credited is invoiced in the slot that it had.
        """
        self.ensure_one()
        subscription = self.subscription_id
        subscription.check_access("write")
        # Two people at once: the second finds the period taken.
        subscription.sudo().lock_for_update(allow_referencing=True)
        today = subscription.company_id._subscription_today()
        if self.amount_left:
            invoice = self._bill_what_is_left(today)
        elif self.voided_at and not self._get_successors():
            slot = subscription._create_slots([(subscription, self._get_period())])
            invoice = subscription._create_period_invoices(slot, today, None)
        else:
            raise UserError(
                self.env._("%(period)s is billed already.", period=self.display_name)
            )
        return invoice._action_view_rental_invoices()

    def _bill_what_is_left(self, today):
        """Return an invoice for what was credited of this slot."""
        self.ensure_one()
        subscription = self.subscription_id
        timeline = subscription._get_timeline()
        period = self._get_period().overlap(None, subscription.date_end or None)
        lines = [
            line._prepare_invoice_line_vals(
                self, timeline, line._get_share(timeline, period), part
            )
            for line, (_amount, part) in self.sudo()._get_lines_left().items()
        ]
        vals = subscription._prepare_invoice_vals(lines, today, None)
        invoice = subscription._make_invoices([vals])
        self._settle_questions()
        return invoice

    def _ask_to_bill_again(self):
        """Ask the owner whether these credited periods are to be billed again."""
        for slot in self.filtered("amount_left"):
            subscription = slot.subscription_id
            if subscription.is_closed:
                continue
            amount = formatLang(self.env, slot.amount_left, currency_obj=slot.currency_id)
            subscription.activity_schedule(
                CREDITED_ACTIVITY,
                summary=self.env._("Bill %(period)s again?", period=slot.display_name),
                note=self.env._(
                    "%(amount)s of it was credited. Press Bill Again on the Schedule tab, "
                    "or mark this as done to leave it so.",
                    amount=amount,
                ),
                user_id=subscription._get_billing_owner().id,
            )

    def _settle_questions(self):
        """Forget the questions of subscriptions with nothing left to bill again."""
        self.invalidate_recordset(["amount_left"])
        settled = self.subscription_id.filtered(
            lambda one: not any(one.period_ids.mapped("amount_left"))
        )
        settled.activity_feedback([CREDITED_ACTIVITY], feedback=self.env._("Billed again."))

    def action_view_invoices(self):
        """Open the invoices and credit notes of this period."""
        self.ensure_one()
        return self.move_line_ids.move_id._action_view_rental_invoices()
