from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import split_every

from odoo.addons.subscription_rental.billing import collection
from odoo.addons.subscription_rental.locking import lock

from .subscription_sepa_collection import (
    APPROVED,
    CANCELLED,
    DRAFT,
    EXPORTED,
    REFUSED,
    SENT,
)
from .subscription_sepa_collection_file import BATCH


class SubscriptionSepaCollection(models.Model):
    """What people do with a collection, in the order of its life."""

    _inherit = "subscription.sepa.collection"

    def _check_collector(self):
        """Raise AccessError unless the user makes collections."""
        if not self.env.user.has_group("subscription_rental.group_manager"):
            raise AccessError(self.env._("A subscription manager collects."))
        self.check_access("write")

    def action_approve(self):
        """Approve these collections, as somebody else than who made them."""
        self._check_collector()
        lock(self)
        for record in self:
            if record.made_by_id == self.env.user and record.needs_approval:
                raise UserError(
                    self.env._(
                        "You made %(name)s: somebody else approves it.", name=record.name
                    )
                )
        self._move_collection(APPROVED, approved_by_id=self.env.user.id)

    def action_export(self):
        """Make the file for the bank, once; the screen then offers it for download."""
        self.ensure_one()
        self._check_collector()
        if warning := self.env["subscription.collection.guard"]._get_warning():
            raise UserError(warning)
        lock(self)
        self.invalidate_recordset(["state"])
        self._check_exportable()
        today = self.company_id._subscription_today()
        system = self.sudo()
        system._leave_out_stale()
        system._move_to_possible_day(today)
        system._make_file()
        self._move_collection(EXPORTED, exported_by_id=self.env.user.id)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _check_exportable(self):
        """Raise UserError unless this collection may leave by this user's hand."""
        self.ensure_one()
        if self.state not in (DRAFT, APPROVED):
            raise UserError(
                self.env._(
                    "%(name)s was exported already: download its file.", name=self.name
                )
            )
        if self.needs_approval:
            raise UserError(
                self.env._(
                    "%(name)s has to be approved by somebody else first.", name=self.name
                )
            )
        second = self.company_id.subscription_sepa_second_person
        if second and self.approved_by_id == self.env.user:
            raise UserError(
                self.env._(
                    "You approved %(name)s: somebody else exports it.", name=self.name
                )
            )

    def _leave_out_stale(self):
        """Take back what was paid otherwise meanwhile, and what has no mandate left."""
        for part in split_every(BATCH, self.debit_ids.ids):
            for debit in self.env["payment.transaction"].browse(part):
                reason = debit._get_stale_reason()
                if reason and debit.rental_outcome == collection.PENDING:
                    debit._write_kept({"rental_collection_id": False})
                    debit._set_canceled(state_message=reason)
            # The next ones take the place of these in memory.
            self.env.invalidate_all()

    def _move_to_possible_day(self, today):
        """Move a collection that is late to the first day that the bank still takes."""
        day = self._get_possible_day(today)
        if day != self.day:
            self._write_kept({"day": day})
            self.debit_ids._move_debits_to(day)

    def action_download(self):
        """Download the file as it was exported: it is never made a second time."""
        self.ensure_one()
        self.check_access("read")
        # Whoever reads the collection reads its file.
        attachment = self.sudo().attachment_id
        if not attachment:
            raise UserError(self.env._("%(name)s has no file yet.", name=self.name))
        self._check_unchanged(attachment)
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{attachment.id}?download=true",
            "target": "self",
        }

    def action_sent(self):
        """Note that the bank has the file: it cannot be cancelled here any more."""
        self._check_collector()
        lock(self)
        self._move_collection(SENT)

    def action_cancel(self):
        """Cancel these collections before the bank has them; their debits wait again."""
        self._check_collector()
        lock(self)
        self.invalidate_recordset(["state"])
        self._move_collection(CANCELLED)
        # The system's own rows.
        self.sudo().debit_ids._write_kept({"rental_collection_id": False})

    def action_view_collected(self):
        """Show the debits of these collections."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "subscription_rental_sepa.sepa_debit_action"
        )
        domain = [("rental_collection_id", "in", self.ids)]
        return action | {"name": self.env._("Debits"), "domain": domain, "context": {}}

    # === what the bank answers === #

    def _note_answered(self, *, accepted=False):
        """Note that the bank has this collection, and whether it accepted the whole."""
        self.ensure_one()
        if self.state == EXPORTED:
            self._move_collection(SENT)
        if accepted and not self.accepted_on:
            self._write_kept({"accepted_on": self.company_id._subscription_today()})

    def _let_wait_again(self, waiting, reason):
        """Let the debits of this collection wait again: the bank refused the file."""
        self._note_answered()
        self._move_collection(REFUSED)
        waiting._write_kept({"rental_collection_id": False})
        self._message_log(
            body=self.env._("The bank refused the file: %(reason)s", reason=reason or "-")
        )
