from odoo import api, fields, models
from odoo.tools.misc import format_date

from ...billing import collection
from ...billing.period import Period
from ...billing.settlement import Slot


class SubscriptionPeriod(models.Model):
    """The ledger of billing: one permanent slot per period, unique in SQL."""

    _name = "subscription.period"
    _description = "Billing Period"
    _inherit = ["subscription.listed.mixin"]
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
        [
            ("billed", "Billed"),
            ("trial", "Trial"),
            ("skipped", "Skipped"),
            ("withdrawn", "Given back"),
        ],
        required=True,
        default="billed",
        help="Given back: a change, a pause or the end came before it began.",
    )
    slot_days = fields.Integer(
        string="Days of the Interval",
        help="Of the whole interval that this period is, or is a part of.",
    )
    voided_at = fields.Datetime(
        help="Its draft invoice was deleted or cancelled: the period is not billed."
    )
    move_line_ids = fields.One2many("account.move.line", "rental_period_id")
    charge_ids = fields.One2many("subscription.charge", "period_id")
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

    @api.depends("move_line_ids.parent_state", "move_line_ids.amount_currency")
    def _compute_invoiced(self):
        for slot in self:
            # Who may read the slot may know what became of it.
            lines = slot.sudo().move_line_ids
            posted = lines.filtered(lambda line: line.parent_state == "posted")
            # As booked: a line's part of what the invoice as a whole was rounded to.
            slot.amount_invoiced = -sum(posted.mapped("amount_currency"))
            slot.invoice_state = slot._get_invoice_state(lines, posted)

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
        unpaid = invoices.filtered(lambda move: move.payment_state in collection.OWED)
        return "open" if unpaid else "paid"

    def _get_period(self):
        """Return the `Period` that the rules work with."""
        self.ensure_one()
        return Period(self.date_start, self.date_end)

    def _get_slot_rule(self):
        """Return the `Slot` that the rules of settlement work with."""
        self.ensure_one()
        whole = self.slot_days
        if not whole:
            # Billed before the ledger kept it.
            whole = self.subscription_id._get_timeline().slot(self.date_start).days
        return Slot(self._get_period(), whole)

    def _withdraw(self):
        """Withdraw this slot, which was credited in full: its days are free again."""
        self.ensure_one()
        # The ledger is the system's: users read it.
        self.sudo().write({"kind": "withdrawn", "voided_at": fields.Datetime.now()})
        self.flush_recordset(["kind", "voided_at"])

    def _restore(self, end):
        """Occupy the days of this slot up to `end` again, which were given back."""
        self.ensure_one()
        self.sudo().write({"kind": "billed", "voided_at": False, "date_end": end})

    def _truncate(self, day):
        """Set the end of this slot to `day`, which lies in the slot."""
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
        # What changes settled in them is billed anew with the period, if it is.
        waiting = freed.charge_ids.filtered(lambda charge: charge.state == "pending")
        waiting._cancel_charges(self.env._("The invoice of its period is gone."))
        for subscription, slots in freed.grouped("subscription_id").items():
            here = subscription._in_office_language()
            for slot in slots.with_env(here.env):
                body = here.env._(
                    "The invoice for %(period)s is gone: that period is not billed.",
                    period=slot.display_name,
                )
                here._message_log(body=body)

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

    def _get_invoices(self):
        """Return the posted invoices of these periods."""
        moves = self.sudo().move_line_ids.move_id
        return moves.filtered(
            lambda move: move.move_type == "out_invoice" and move.state == "posted"
        )
