from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# Invoice modes of plans.
SENT = ("send", "collect")
POSTED = ("post", *SENT)


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "subscription.kept.mixin"]
    _keeps_readonly = False

    rental_run_id = fields.Many2one(
        "subscription.billing.run",
        string="Billing Run",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        kept=True,
    )
    rental_subscription_ids = fields.Many2many(
        "subscription.subscription",
        string="Subscriptions",
        compute="_compute_rental_subscription_ids",
        search="_search_rental_subscription_ids",
    )
    rental_subscription_count = fields.Integer(
        string="Subscription Count", compute="_compute_rental_subscription_ids"
    )
    rental_badge = fields.Char(
        string="Recurring",
        compute="_compute_rental_badge",
        help="R: it bills a recurring rental, and no ordinary order.",
    )

    @api.depends("line_ids.rental_subscription_id")
    def _compute_rental_badge(self):
        # A bare fact about invoices that the user may read.
        lines = self.env["account.move.line"].sudo()
        domain = Domain("move_id", "in", self.ids)
        domain &= Domain("rental_subscription_id", "!=", False)
        billing = {move.id for (move,) in lines._read_group(domain, ["move_id"])}
        for move in self:
            move.rental_badge = self.env._("R") if move.id in billing else False

    @api.depends("line_ids.rental_subscription_id")
    def _compute_rental_subscription_ids(self):
        for move in self:
            move.rental_subscription_ids = move.line_ids.rental_subscription_id
            move.rental_subscription_count = len(move.rental_subscription_ids)

    def _search_rental_subscription_ids(self, operator, value):
        return Domain("line_ids.rental_subscription_id", operator, value)

    def _get_rental_mode(self):
        """Return the invoice mode of this invoice's plan: post, send or collect it."""
        self.ensure_one()
        return self.line_ids.rental_subscription_id[:1].plan_id.invoice_mode

    def _get_to_post(self):
        """Return those of these invoices that their plans have posted."""
        return self.filtered(lambda move: move._get_rental_mode() in POSTED)

    def _get_to_send(self):
        """Return those of these invoices that their plans have sent."""
        return self.filtered(lambda move: move._get_rental_mode() in SENT)

    def _send_rental_invoices(self):
        """Queue these invoices for sending; tell the owners of those no mail reaches."""
        self._queue_sending()
        self.filtered(lambda move: not move.sending_data)._ask_for_email()

    def _queue_sending(self):
        """Queue these invoices for sending, each by its customer's own method.

        Those of customers without the e-mail address that this takes are left out.
        """
        service = self.env["account.move.send"]
        to_send = self.filtered(
            lambda move: (
                "email" not in service._get_default_sending_methods(move)
                or (move.partner_id | move._get_rental_payers()).filtered("email")
            )
        )
        if not to_send:
            return
        for move in to_send:
            # Who left since it was made sends nothing any more (B4).
            author = move.invoice_user_id.filtered("active") or self.env.user
            move.sending_data = {
                "author_user_id": author.id,
                "author_partner_id": author.partner_id.id,
            }
        self.env.ref("account.ir_cron_account_move_send")._trigger()

    def _conclude_rental_invoices(self):
        """Give these new invoices their numbers; tell whose customers no mail reaches."""
        to_post = self._get_to_post()
        to_post._post_with_numbers()
        unqueued = to_post._get_to_send().filtered(lambda move: not move.sending_data)
        unqueued._ask_for_email()

    def _ask_for_email(self):
        """Tell the owner of the subscription that its invoice could not be sent."""
        for move in self:
            here = move.line_ids.rental_subscription_id._in_owner_language()
            note = here.env._(
                "%(customer)s has no e-mail address: enter one, then send %(invoice)s.",
                customer=move.partner_id.display_name,
                invoice=move._get_html_link(),
            )
            here._ask_owner(
                here.env._("Invoice not sent"), note, date_deadline=move.invoice_date
            )

    def _get_rental_slots(self):
        # Accountants delete and cancel invoices without knowing subscriptions.
        return self.sudo().line_ids.rental_period_id

    def _post(self, soft=True):
        """Post; ask whether the periods of posted credit notes are billed again."""
        posted = super()._post(soft)
        notes = posted.filtered(lambda move: move.move_type == "out_refund")
        for note in notes.filtered(lambda move: not move.reversed_entry_id):
            # Accountants post credit notes without knowing subscriptions.
            invoices = note.sudo().line_ids.rental_charge_id._get_credited_invoices()
            note._reconcile_with(invoices.sorted(lambda move: (move.invoice_date, move.id)))
        notes._get_rental_slots()._ask_to_bill_again()
        return posted

    def _reconcile_with(self, invoices):
        """Pay these invoices of the customer of this credit note with it, in their order.

        Odoo does so itself where a credit note takes back from one invoice.
        """
        self.ensure_one()
        owed = invoices.filtered(
            lambda move: (
                move.state == "posted"
                and move.commercial_partner_id == self.commercial_partner_id
            )
        )
        for invoice in owed:
            lines = (self | invoice).line_ids.filtered(
                lambda line: line.account_type == "asset_receivable" and not line.reconciled
            )
            for same in lines.grouped("account_id").values():
                if len(same.move_id) > 1:
                    same.reconcile()

    def button_cancel(self):
        """Cancel these invoices; free their periods and charges for another invoice."""
        result = super().button_cancel()
        # Charges wait for another invoice; accountants do not know them.
        lines = self.sudo().line_ids
        lines.rental_charge_id.filtered(
            lambda charge: charge.move_line_id in lines
        ).move_line_id = False
        self._get_rental_slots()._void_unless_invoiced()
        return result

    def button_draft(self):
        """Reset to draft; refuse it for a period or charge that was billed again since."""
        self._check_rental_draftable()
        # Credit notes take back: they occupy no period.
        revived = self.filtered(
            lambda move: move.state == "cancel" and move.move_type == "out_invoice"
        )
        if not revived:
            return super().button_draft()
        # Accountants revive invoices without knowing subscriptions.
        lines = revived.sudo().line_ids
        voided = lines.rental_period_id.filtered("voided_at")
        taken = voided._get_successors().mapped("display_name")
        charges = lines.filtered("rental_charge_id")
        settled = charges.filtered(lambda line: line.rental_charge_id._is_settled_by(line))
        taken += (charges - settled).rental_charge_id.mapped("name")
        if taken:
            raise UserError(
                self.env._(
                    "%(what)s has been billed again or given up since: keep this invoice "
                    "cancelled.",
                    what=taken[0],
                )
            )
        result = super().button_draft()
        voided.voided_at = False
        for line in charges:
            line.rental_charge_id.move_line_id = line
        return result

    def _check_rental_draftable(self):
        """Raise UserError if an invoice bills a subscription and is posted."""
        for move in self:
            if move.state != "posted" or move.move_type != "out_invoice":
                continue
            if move.sudo().line_ids.rental_subscription_id:
                raise UserError(
                    self.env._(
                        "%(invoice)s bills a subscription and is posted: it changes by "
                        "credit note only. Choose Credit Note.",
                        invoice=move.display_name,
                    )
                )

    def _get_sender(self):
        """Return the address that mails about this invoice come from, and answers go to."""
        self.ensure_one()
        company = self.company_id.sudo().email_formatted
        return company or self.sudo().line_ids.rental_subscription_id[:1]._get_sender()

    def action_view_rental_subscriptions(self):
        """Open the subscriptions that this invoice bills."""
        self.ensure_one()
        subscriptions = self.rental_subscription_ids
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Subscriptions"),
            "res_model": "subscription.subscription",
            "view_mode": "list,form",
            "domain": [("id", "in", subscriptions.ids)],
        }
        if len(subscriptions) == 1:
            action |= {"view_mode": "form", "res_id": subscriptions.id}
        return action

    def _action_view_rental_invoices(self):
        """Return the action that shows these invoices: one alone in its form."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_move_out_invoice_type"
        )
        action |= {"domain": [("id", "in", self.ids)], "context": {"create": False}}
        if len(self) == 1:
            action |= {"views": [(False, "form")], "res_id": self.id}
        return action

    def _get_debtors(self):
        """Return the subscriptions of this invoice whose present customer owes it.

        A customer who took a subscription over does not owe its earlier invoices.
        """
        self.ensure_one()
        payer = self.commercial_partner_id
        subscriptions = self.sudo().line_ids.rental_subscription_id
        return subscriptions.filtered(lambda one: payer in one._get_payers())
