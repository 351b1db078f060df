from odoo import api, fields, models
from odoo.tools import formatLang
from odoo.tools.misc import format_date

from odoo.addons.subscription_rental.billing import prepaid

from .subscription_prepaid import DIGITS


class SubscriptionPrepaid(models.Model):
    """What people are shown of a pack or credit: used, left, until when."""

    _inherit = "subscription.prepaid"

    granted = fields.Float(digits=DIGITS, compute="_compute_counts")
    used = fields.Float(digits=DIGITS, compute="_compute_counts")
    free = fields.Float(
        digits=DIGITS,
        compute="_compute_counts",
        help="What can be used now, and nobody has claimed.",
    )
    amount = fields.Monetary(string="Paid", compute="_compute_counts")
    amount_left = fields.Monetary(string="Outstanding", compute="_compute_counts")
    date_expiry = fields.Date(
        string="Last Day",
        compute="_compute_counts",
        help="Of what expires first.",
    )
    state = fields.Selection(
        [
            ("waiting", "Not paid yet"),
            ("frozen", "Not paid any more"),
            ("live", "Can be used"),
            ("used", "Used up"),
            ("expired", "Expired"),
        ],
        compute="_compute_counts",
    )
    left_display = fields.Char(string="Still Left", compute="_compute_counts")

    @api.depends(
        "left", "held", "kind", "batch_ids.left", "batch_ids.granted",
        "batch_ids.is_frozen", "batch_ids.date_expiry", "batch_ids.date_from",
        "batch_ids.amount", "batch_ids.amount_left", "movement_ids",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_counts(self):
        uses = self._get_used()
        for one in self:
            batches = one.batch_ids
            today = (one.company_id or self.env.company)._subscription_today()
            living = batches.filtered("left")
            one.granted = sum(batches.mapped("granted"))
            one.used = uses.get(one._origin.id, 0.0)
            one.free = one._get_free(today)
            one.amount = sum(batches.mapped("amount"))
            one.amount_left = sum(batches.mapped("amount_left"))
            one.date_expiry = min(filter(None, living.mapped("date_expiry")), default=False)
            one.state = one._get_shown_state(living, today)
            one.left_display = one._format_quantity(one.left)

    def _get_used(self):
        """Return {id: how much was used of it, less what was undone or given back}."""
        rows = self.env["subscription.prepaid.movement"]._read_group(
            [
                ("prepaid_id", "in", self._origin.ids),
                ("kind", "in", (prepaid.USE, prepaid.GIVE_BACK)),
                ("undone_by_id", "=", False),
            ],
            ["prepaid_id"],
            ["quantity:sum"],
        )
        return {one.id: -quantity for one, quantity in rows}

    def _get_shown_state(self, living, today):
        """Return the state that people are shown, from the batches that hold something."""
        if any(batch._as_rule().is_usable(today) for batch in living):
            return "live"
        frozen = living.filtered("is_frozen")
        if frozen:
            return "frozen" if frozen.filtered("date_from") else "waiting"
        kinds = set(self.movement_ids.mapped("kind"))
        return "expired" if living or prepaid.EXPIRE in kinds else "used"

    def _format_quantity(self, quantity):
        """Return so many sessions, or so much money, as people read it."""
        self.ensure_one()
        if self.kind == prepaid.AMOUNT:
            return formatLang(self.env, quantity, currency_obj=self.currency_id)
        return f"{quantity:g}"

    @api.depends("name", "left", "kind")
    def _compute_display_name(self):
        for one in self:
            one.display_name = self.env._(
                "%(name)s (%(left)s left)",
                name=one.name or "",
                left=one._format_quantity(one.left),
            )

    def _get_expiry_text(self):
        """Return until when it can be used, as people read it; empty if for ever."""
        self.ensure_one()
        return format_date(self.env, self.date_expiry) if self.date_expiry else ""


class SubscriptionPrepaidBatch(models.Model):
    _inherit = "subscription.prepaid.batch"

    left_display = fields.Char(string="Still Left", compute="_compute_left_display")

    @api.depends("left", "kind")
    @api.depends_context("lang")
    def _compute_left_display(self):
        for batch in self:
            batch.left_display = batch.prepaid_id._format_quantity(batch.left)
