from odoo import fields, models
from odoo.exceptions import UserError


class SubscriptionProviderFileRow(models.TransientModel):
    """One card of a payment provider's file, and what becomes of it (SE12)."""

    _name = "subscription.provider.file.row"
    _description = "Card in a File"
    _order = "number, id"

    dialog_id = fields.Many2one(
        "subscription.provider.file.dialog", required=True, ondelete="cascade", index=True
    )
    number = fields.Integer(string="Line", readonly=True)
    customer = fields.Char(string="In the File", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    method = fields.Char(string="Payment Method", readonly=True)
    last4 = fields.Char(string="Shown Details", readonly=True)
    expiry = fields.Date(string="Expires With", readonly=True)
    provider_ref = fields.Char(readonly=True)
    second_ref = fields.Char(readonly=True)
    outcome = fields.Selection(
        [
            ("new", "New"),
            ("known", "Stored before"),
            ("refused", "Not possible"),
            ("stored", "Stored"),
        ],
        readonly=True,
    )
    problem = fields.Char(string="What to Do", readonly=True)
    token_id = fields.Many2one("payment.token", string="Stored As", readonly=True)

    def _try_each(self):
        """Set what would become of these rows: they are stored, and that is undone."""
        for row in self:
            if row.problem:
                row.outcome = "refused"
                continue
            savepoint = self.env.cr.savepoint()
            told = row._try_to_store()
            savepoint.close(rollback=True)
            self.env.invalidate_all()
            told = {**told, "token_id": False}
            row.write(told | ({"outcome": "new"} if told["outcome"] == "stored" else {}))

    def _store(self):
        """Store what these rows tell of; what is not possible any more says why."""
        for row in self:
            row.write(row._try_to_store())

    def _try_to_store(self):
        """Store the card of this row; return what became of it, as values of the row."""
        try:
            with self.env.cr.savepoint():
                return self._store_method()
        except UserError as error:
            return {"outcome": "refused", "problem": str(error)}

    def _store_method(self):
        """Store the card as an import of payment methods does, unless it is there."""
        self.ensure_one()
        provider = self.dialog_id.provider_id
        # Who manages providers need not manage subscriptions: that was checked.
        methods = self.env["subscription.moving.method"].sudo()
        method = methods.create(
            {
                "partner_id": self.partner_id.id,
                "company_id": provider.company_id.id,
                "provider": provider.name,
                "method": self.method,
                "provider_ref": self.provider_ref,
                "second_ref": self.second_ref,
                "details": self.last4,
                "expiry": self.expiry,
            }
        )
        stored = method._find_stored(provider, method._prepare_references(provider))
        if stored and stored.partner_id == self.partner_id:
            return {"outcome": "known", "problem": False, "token_id": stored.id}
        method._take_over()
        return {"outcome": "stored", "problem": False, "token_id": method.token_id.id}
