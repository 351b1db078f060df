from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.subscription_rental.kept import Kept

# What was seen and signed: it stays once the goods have moved.
PAPERS = {"rental_identity_document", "rental_signature", "rental_signed_by"}
STAMPS = {"rental_identity_uid", "rental_identity_on", "rental_signed_on"}


class StockPicking(models.Model):
    """The papers of a transfer: the identity that was checked, the signature (RG9)."""

    _inherit = "stock.picking"

    @api.model_create_multi
    def create(self, vals_list):
        """Record who checked the identity, and when the customer signed the transfer."""
        made = []
        for vals in vals_list:
            self._check_kept(vals, but=self._system_fields() - STAMPS)
            made.append(self._stamp_papers(vals))
        return super().create(made)

    def write(self, vals):
        """Record who checked the identity and when the customer signed; then it stays."""
        self._check_kept(vals)
        if not isinstance(vals, Kept) and PAPERS & vals.keys():
            self._check_papers_open()
        return super().write(self._stamp_papers(vals))

    @api.model
    def _stamp_papers(self, vals):
        """Return `vals` with who checked the identity, and when the customer signed."""
        now = fields.Datetime.now()
        stamped = Kept(vals)
        if vals.get("rental_identity_document"):
            stamped.setdefault("rental_identity_uid", self.env.uid)
            stamped.setdefault("rental_identity_on", now)
        if vals.get("rental_signature"):
            stamped.setdefault("rental_signed_on", now)
        return stamped

    def _check_papers_open(self):
        """Raise UserError if one of these transfers is done: its papers are evidence."""
        done = self.filtered(lambda one: one.state == "done" and one.rental_kind)
        if done:
            raise UserError(
                self.env._(
                    "%(transfer)s is done: the identity that was checked, and what was "
                    "signed, stay as they are.",
                    transfer=done[0].name,
                )
            )

    def _link_twin(self, back):
        """Note on both transfers of a swap which one is the other half."""
        self._write_kept({"rental_twin_id": back.id})
        back._write_kept({"rental_twin_id": self.id})

    def _check_rental_papers(self):
        """Raise UserError if identity or signature that the plan wants is missing (RG9)."""
        for picking in self.filtered("rental_kind"):
            picking._take_incident_papers()
            wanted = picking._get_wanted_papers()
            if "identity" in wanted and not picking.rental_identity_document:
                raise UserError(
                    self.env._(
                        "%(transfer)s: check the customer's identity first, and note which "
                        "document was seen.",
                        transfer=picking.name,
                    )
                )
            if "signature" in wanted and not picking.rental_signature:
                raise UserError(
                    self.env._(
                        "%(transfer)s: the customer has to sign first.",
                        transfer=picking.name,
                    )
                )

    def _get_wanted_papers(self):
        """Return which of *identity* and *signature* the plan asks for in this transfer."""
        self.ensure_one()
        if self.rental_moved_in:
            return set()
        plan = self.sudo().rental_subscription_id.plan_id
        if self.rental_kind == "in":
            # Nobody signs for what was lost, nor twice for a swap or a sale.
            own = set(self.move_ids.mapped("rental_reason")) <= {"return", "handover"}
            return {"signature"} if plan.return_signature_required and own else set()
        papers = {"identity": plan.identity_required, "signature": plan.signature_required}
        return {name for name, wanted in papers.items() if wanted}

    def _take_incident_papers(self):
        """Copy identity and signature from the incident that this handover replaces for."""
        self.ensure_one()
        for incident in self.sudo().rental_incident_ids:
            if incident.identity_document and not self.rental_identity_document:
                self._write_kept(
                    {
                        "rental_identity_document": incident.identity_document,
                        "rental_identity_uid": incident.identity_uid.id,
                        "rental_identity_on": incident.identity_on,
                    }
                )
            if incident.signature and not self.rental_signature:
                self._write_kept(
                    {
                        "rental_signature": incident.signature,
                        "rental_signed_by": incident.signed_by,
                        "rental_signed_on": incident.signed_on,
                    }
                )
