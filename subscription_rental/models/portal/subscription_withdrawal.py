from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ...billing import lifecycle
from ...billing.withdrawal import refund_by, withdrawal_end
from ...locking import lock
from ..acts.subscription_ending import Ending

# Charges that are part of the contract, and go back with it. What a customer broke or
# keeps is charged by other kinds.
OF_CONTRACT = ("setup_fee", "early_termination", "discount", "part", "credit", "other")


class SubscriptionSubscription(models.Model):
    """A consumer's withdrawal: the contract is undone, and its money goes back (PO4)."""

    _inherit = "subscription.subscription"

    withdrawn_on = fields.Date(
        string="Withdrawn On",
        readonly=True,
        copy=False,
        tracking=True,
        help="The consumer withdrew from the contract on this day.",
        kept=True,
    )
    asked_to_begin = fields.Boolean(
        string="Begins before the Days Are Over",
        copy=False,
        tracking=True,
        help="The consumer expressly asked that it begins within the days to withdraw: "
        "who withdraws then pays the days used. Not ticked: everything is given back.",
    )

    def _get_last_withdrawal_day(self):
        """Return the last day to withdraw, counted from the latest of its days."""
        self.ensure_one()
        return withdrawal_end(
            self._get_conclusion_day(), self.date_start, self.date_handed_over
        )

    def _get_withdrawal_problem(self, today):
        """Return why the customer cannot withdraw on `today`, as a sentence; or nothing."""
        self.ensure_one()
        if self.state == lifecycle.DRAFT or self._has_withdrawn():
            return self.env._("There is no contract to withdraw from any more.")
        if not self.is_consumer or not self._is_under_directive():
            return self.env._("There is no right to withdraw from this contract.")
        if not self._offers_withdrawal(today):
            return self.env._(
                "You could withdraw from this contract until %(day)s. You can still "
                "cancel it, or ask us.",
                day=format_date(self.env, self._get_last_withdrawal_day()),
            )
        return ""

    def _has_withdrawn(self):
        """Return whether the present customer has withdrawn from this contract."""
        self.ensure_one()
        return bool(
            self.sudo().declaration_ids.filtered(
                lambda one: one.kind == "withdrawal" and one.partner_id == self.partner_id
            )
        )

    def _withdraw_from_contract(self, person, today):
        """Undo this contract, which its customer withdraws from; return the declaration.

        Only a person can bring it back: by a new contract.

        :param person: {"name", "email"} as given by who withdraws
        """
        self.ensure_one()
        # Neither the job nor a second click may do anything in the meantime.
        lock(self.sudo())
        if problem := self._get_withdrawal_problem(today):
            raise UserError(problem)
        self._write_kept({"withdrawn_on": today})
        was_closed = self.is_closed
        if not was_closed:
            self._undo_contract(today)
        declaration = self._declare(
            "withdrawal",
            person,
            end=False if was_closed else today,
            carried_out=not was_closed,
        )
        self._ask_owner_about_withdrawal(today)
        return declaration

    def _undo_contract(self, today):
        """End this subscription on `today`, and give back what was invoiced for it."""
        self.ensure_one()
        known = self._get_notes()
        self._give_charges_back()
        end = self._get_undone_end(today)
        plan = Ending(
            end=end or None,
            at_once=True,
            rows=self._get_unused(end) if end else [],
            gives_back=True,
            fee=0.0,
            is_fee_waived=True,
            problem="",
        )
        reason = self.env._("The customer withdrew from the contract.")
        self._apply_cancel(plan, today, reason)
        self._return_deposit(today)
        self._pay_notes_back(self._get_notes() - known)

    def _get_undone_end(self, today):
        """Return the first day that the customer does not pay: the first that was billed.

        Days used are paid by who asked expressly that it begins before the time is over.
        """
        self.ensure_one()
        used = self._get_cancelled_end(today)
        if not used or self.asked_to_begin:
            return used
        starts = self._get_billed_slots().mapped("date_start")
        return min([used, self.next_period_start, *starts])

    def _give_charges_back(self):
        """Give up the fees of the contract that wait, and credit those invoiced."""
        self.ensure_one()
        withdrawn = self.env._("The customer withdrew from the contract.")
        own = self.charge_ids.filtered(
            lambda one: one.kind in OF_CONTRACT and not one.period_id
        )
        own.filtered(lambda one: one.state == "pending")._cancel_charges(withdrawn)
        # A first bill whose subscription never began is credited as a whole.
        for charge in own if self.billing_anchor else own.browse():
            left = charge.amount + self._get_credited_of(charge)
            # The lines of an invoice are read by the system: clerks are no accountants.
            line = charge.sudo().move_line_id
            if charge.state != "invoiced" or charge.credited_id or line._is_reversed():
                continue
            if not self.currency_id.is_zero(left):
                charge._create_credit(left, charge.name, f"withdrawn/{charge.id}")

    def _get_credited_of(self, charge):
        """Return the sum of the living credits of a `charge`: 0 or less."""
        credits_ = self.charge_ids.filtered(
            lambda one: one.credited_id == charge and not one.cancelled_at
        )
        return sum(credits_.mapped("amount"))

    def _get_notes(self):
        """Return the credit notes of this subscription."""
        self.ensure_one()
        # Facts about the user's own records.
        lines = self.env["account.move.line"].sudo()
        domain = [
            ("rental_subscription_id", "=", self.id),
            ("move_id.move_type", "=", "out_refund"),
        ]
        return lines.search(domain).move_id

    def _pay_notes_back(self, notes):
        """Pay open invoices with these credit notes; their rest is to be paid back."""
        invoices = self._get_open_invoices().sorted(
            lambda move: (move.invoice_date_due, move.id)
        )
        for note in notes.filtered(lambda move: move.state == "posted"):
            note._reconcile_with(invoices)
        notes.rental_pay_back = True

    def _return_deposit(self, today):
        """Credit the deposit: what was paid of it goes back, and nothing else is asked for.

        An override waits for the goods.
        """
        self.ensure_one()
        # Who withdraws, or works with it, need not be an accountant.
        receipt = self.sudo().deposit_move_id
        if receipt.state != "posted" or receipt._get_rental_credits():
            return
        reason = self.env._("The customer withdrew from the contract.")
        if receipt.payment_state == "not_paid":
            vals = [{"invoice_date": today, "ref": reason}]
            receipt._reverse_moves(vals, cancel=True)
        elif not self.currency_id.is_zero(self.deposit_left):
            note = receipt._create_partial_credit(self.deposit_left, reason)
            note.rental_pay_back = True
            self.invalidate_recordset(["deposit_left"])

    def _ask_owner_about_withdrawal(self, today):
        """Ask the billing owner to pay back in time what the customer paid."""
        last = refund_by(today)
        here = self._in_owner_language()
        here._ask_owner(
            here.env._("Withdrawn: pay back"),
            here.env._(
                "%(customer)s withdrew from the contract. Pay the credit notes back by "
                "%(day)s, and what else the order sold. An invoice that is being charged "
                "cannot be stopped: give that back when it has arrived.",
                customer=self.partner_id.display_name,
                day=format_date(here.env, last),
            ),
            date_deadline=last,
        )

    def _get_withdrawn_sentences(self):
        """Return what follows from a withdrawal on `withdrawn_on`, as sentences."""
        self.ensure_one()
        last = format_date(self.env, refund_by(self.withdrawn_on))
        if self.asked_to_begin:
            paid = self.env._(
                "You pay the days used, as you asked that it begins before the time to "
                "withdraw was over. Everything else that you paid is paid back by %(day)s.",
                day=last,
            )
        else:
            paid = self.env._("What you paid is paid back by %(day)s.", day=last)
        ended = self.env._("The contract has ended. Nothing more is charged.")
        return [ended, paid, *filter(None, [self._get_goods_to_return()])]

    def _get_withdrawal_statement(self):
        """Return the sentence by which the customer withdraws, to be confirmed."""
        self.ensure_one()
        return self.env._(
            "I withdraw from my contract %(name)s, %(plan)s, concluded on %(day)s:",
            name=self.name,
            plan=self.plan_id.name,
            day=format_date(self.env, self._get_conclusion_day()),
        )

    def _get_withdrawal_hint(self):
        """Return until when the customer may withdraw, as a sentence."""
        self.ensure_one()
        return self.env._(
            "Until %(day)s, without a reason.",
            day=format_date(self.env, self._get_last_withdrawal_day()),
        )

    def _get_goods_to_return(self):
        """Return the sentence on what has to go back after a withdrawal; or nothing.

        Runs before and after it; an override names the goods.
        """
        self.ensure_one()
        return ""
