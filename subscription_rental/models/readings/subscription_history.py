from odoo import api, fields, models
from odoo.tools import html2plaintext
from odoo.tools.misc import format_date, formatLang

from ...retold import told

# So many of the latest events are shown.
HISTORY_COUNT = 200


class SubscriptionSubscription(models.Model):
    """Everything that happened to a subscription, in one timeline (LC8)."""

    _inherit = "subscription.subscription"

    history_html = fields.Html(compute="_compute_history_html", sanitize=False)

    @api.depends("state", "period_ids", "charge_ids", "message_ids")
    @api.depends_context("lang")
    def _compute_history_html(self):
        for subscription in self:
            events = subscription._get_history()[:HISTORY_COUNT]
            subscription.history_html = self.env["ir.qweb"]._render(
                "subscription_rental.history_table", {"events": events}
            )

    def _get_history(self):
        """Return the events as rows, latest first: {moment, day, who, what, why, amount}.

        Runs whenever the history is shown; an override adds rows and sorts them anew.
        A moment orders those of one day.
        """
        self.ensure_one()
        if not self.id:
            return []
        events = [
            *self._get_message_events(),
            *self._get_invoice_events(),
            *self._get_charge_events(),
        ]
        return sorted(events, key=lambda event: event["moment"], reverse=True)

    def _prepare_event(self, record, *, what, day=None, why="", amount=None, who=None):
        """Return a row of the timeline, by and at the time of `record`."""
        moment = fields.Datetime.context_timestamp(self, record.create_date)
        currency = record._fields.get("currency_id") and record.currency_id
        return {
            "moment": (day or moment.date(), record.create_date, record.id),
            "day": format_date(self.env, day or moment.date()),
            "who": who or record.create_uid.name,
            "what": what,
            "why": why,
            "amount": (
                ""
                if amount is None
                else formatLang(self.env, amount, currency_obj=currency or self.currency_id)
            ),
        }

    def _get_message_events(self):
        """Return the events of the chatter: tracked changes and notes."""
        events = []
        for message in self._origin.message_ids - self._get_own_rows():
            author = message.author_id.name
            for value in message.sudo().tracking_value_ids:
                shown = value._tracking_value_format()[0]
                what = self.env._(
                    "%(field)s: %(old)s → %(new)s",
                    field=shown["fieldInfo"]["changedField"],
                    old=self._show_tracked(shown["oldValue"]),
                    new=self._show_tracked(shown["newValue"]),
                )
                events.append(self._prepare_event(message, what=what, who=author))
            if note := html2plaintext(message.body or "").strip():
                events.append(self._prepare_event(message, what=note, who=author))
        return events

    def _get_own_rows(self):
        """Return the messages that the timeline tells of by rows of other records.

        Runs whenever the history is shown; an override adds those of its room.
        """
        self.ensure_one()
        return self.env["mail.message"]

    def _show_tracked(self, value):
        if not value:
            return "-"
        return str(value["value"] if isinstance(value, dict) else value)

    def _get_invoice_events(self):
        """Return the invoices, credit notes, receipts and their payments."""
        # Who may read the subscription may know what became of its money.
        lines = self.env["account.move.line"].sudo()
        found = lines.search([("rental_subscription_id", "=", self._origin.id)])
        events = []
        for move in found.move_id.filtered(lambda move: move.state == "posted"):
            owned = found.filtered(lambda line, own=move: line.move_id == own)
            amount = sum(-move.direction_sign * line.price_subtotal for line in owned)
            events.append(
                self._prepare_event(
                    move,
                    day=move.invoice_date,
                    what=f"{move.type_name} {move.name}",
                    why=move.ref if move.move_type == "out_refund" else "",
                    amount=amount,
                )
            )
            if move.move_type != "out_refund":
                events += self._get_receipt_events(move)
        return events

    def _get_receipt_events(self, invoice):
        """Return what was received for `invoice`; credit notes have events of their own."""
        return [
            self._prepare_event(
                receipt["record"],
                day=receipt["day"],
                what=self.env._(
                    "Received for %(invoice)s, %(what)s",
                    invoice=invoice.name,
                    what=receipt["what"],
                ),
                amount=receipt["amount"],
            )
            for receipt in invoice._get_rental_receipts()
            if not receipt["is_credit"]
        ]

    def _get_charge_events(self):
        """Return the events of charges: those added, and those given up."""
        events = []
        for charge in self.charge_ids:
            name = charge.name.replace("\n", ", ")
            kind = dict(charge._fields["kind"]._description_selection(self.env))
            what = f"{kind[charge.kind]}: {name}"
            events.append(self._prepare_event(charge, what=what, amount=charge.amount))
            if charge.cancelled_at:
                given_up = self.env._("Given up: %(name)s", name=name)
                day = fields.Datetime.context_timestamp(self, charge.cancelled_at).date()
                events.append(
                    self._prepare_event(
                        charge,
                        day=day,
                        what=given_up,
                        why=told(charge, "cancel_reason"),
                        who=charge.write_uid.name,
                    )
                )
        return events
