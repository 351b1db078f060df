from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.subscription_rental.kept import Kept

from ...const import DOCUMENTS

# What an incident is, and what was seen and signed for it.
FACTS = {"kind", "date", "assignment_id", "decision", "amount", "quantity", "repair_cost"}
EVIDENCE = {"identity_document", "signature", "signed_by"}


class SubscriptionIncident(models.Model):
    """A unit lost, stolen or broken, or to be replaced: what was done about it (RG5)."""

    _name = "subscription.incident"
    _description = "Incident"
    _inherit = [
        "subscription.kept.mixin",
        "subscription.loss.mixin",
        "subscription.unit.quantity.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(default="/", readonly=True, copy=False, required=True)
    assignment_id = fields.Many2one(
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('date_to', '=', False)]",
    )
    subscription_id = fields.Many2one(
        related="assignment_id.subscription_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="subscription_id.company_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        related="subscription_id.partner_id", string="Customer", store=True, precompute=True
    )
    product_id = fields.Many2one(related="assignment_id.product_id", store=True)
    lot_id = fields.Many2one(related="assignment_id.lot_id", store=True, precompute=True)
    currency_id = fields.Many2one(related="subscription_id.currency_id")
    kind = fields.Selection(
        [
            ("lost", "Lost"),
            ("stolen", "Stolen"),
            ("broken", "Broken"),
            ("replacement", "Replacement wanted"),
        ],
        string="What Happened",
        required=True,
        default="broken",
        tracking=True,
    )
    date = fields.Date(
        string="Happened On", required=True, default=fields.Date.context_today
    )
    description = fields.Text()
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        domain=[("share", "=", False)],
    )
    state = fields.Selection(
        [
            ("reported", "Reported"),
            ("decided", "Decided"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
        ],
        default="reported",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    identity_document = fields.Selection(
        DOCUMENTS,
        string="Document Seen",
        copy=False,
        tracking=True,
        help="Which document proved who the customer is. No copy of it is kept.",
    )
    identity_uid = fields.Many2one(
        "res.users", string="Identity Checked By", readonly=True, copy=False
    )
    identity_on = fields.Datetime(string="Identity Checked On", readonly=True, copy=False)
    signature = fields.Binary(string="Customer's Signature", attachment=True, copy=False)
    signed_by = fields.Char(copy=False)
    signed_on = fields.Datetime(readonly=True, copy=False)
    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0)", "An incident is about one unit at least."
    )
    _one_open = models.UniqueIndex(
        "(assignment_id) WHERE state IN ('reported', 'decided')",
        "This unit has an open incident already.",
    )

    @api.depends("assignment_id")
    def _compute_user_id(self):
        """Give incidents to who looks after the subscription, whoever reports them."""
        for incident in self:
            subscription = incident.assignment_id.sudo().subscription_id
            owner = subscription._get_billing_owner() if subscription else False
            incident.user_id = owner

    @api.model_create_multi
    def create(self, vals_list):
        """Create incidents with a number; log them on their subscriptions."""
        sequences = self.env["ir.sequence"].sudo()
        numbered = []
        for vals in map(self._stamp, vals_list):
            number = sequences.next_by_code("subscription.incident")
            numbered.append(Kept(vals, name=number or "/"))
        incidents = super().create(numbered)
        for incident in incidents:
            here = incident.subscription_id._in_office_language()
            kinds = dict(self._fields["kind"]._description_selection(here.env))
            here._message_log(
                body=here.env._(
                    "%(incident)s: %(unit)s, %(kind)s",
                    incident=incident.name,
                    unit=incident.assignment_id.display_name,
                    kind=kinds[incident.kind],
                )
            )
        return incidents

    def write(self, vals):
        """Record identity and signature; refuse to change facts of a closed incident."""
        vals = self._stamp(vals)
        closed = self.filtered(lambda one: one.state in ("closed", "cancelled"))
        if closed and (FACTS | EVIDENCE) & vals.keys():
            raise UserError(
                self.env._("%(name)s is closed: report another one.", name=closed[0].name)
            )
        self._check_evidence(EVIDENCE & vals.keys())
        return super().write(vals)

    def _check_evidence(self, names):
        """Raise UserError if evidence of a decided or signed incident would change."""
        for incident in self:
            final = incident.state != "reported" or incident.signature
            if final and any(incident[name] for name in names):
                raise UserError(
                    self.env._(
                        "%(name)s: the identity that was checked, and what was signed, "
                        "stay as they are.",
                        name=incident.name,
                    )
                )

    @api.model
    def _stamp(self, vals):
        """Return `vals` with who checked the identity, and when the customer signed."""
        self._check_kept(vals)
        now = fields.Datetime.now()
        stamped = Kept(vals)
        if vals.get("identity_document"):
            stamped |= {"identity_uid": self.env.uid, "identity_on": now}
        if vals.get("signature"):
            stamped["signed_on"] = now
        return stamped

    @api.constrains("quantity", "assignment_id")
    def _check_quantity(self):
        for incident in self.filtered(lambda one: one.state == "reported"):
            out = incident.assignment_id.quantity
            if incident.product_id.uom_id.compare(incident.quantity, out) > 0:
                raise ValidationError(
                    self.env._(
                        "The customer has %(count)s of it, and not more.", count=f"{out:g}"
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        decided = self.filtered(lambda one: one.state in ("decided", "closed"))
        if decided:
            raise UserError(
                self.env._("%(name)s was decided on: it stays.", name=decided[0].name)
            )

    def action_cancel(self):
        """Cancel incidents that were reported by mistake."""
        self._check_state("reported")
        self._write_kept({"state": "cancelled"})

    def _check_state(self, *states):
        """Raise UserError unless these incidents are in one of `states`."""
        self.check_access("write")
        names = dict(self._fields["state"]._description_selection(self.env))
        for incident in self.filtered(lambda one: one.state not in states):
            raise UserError(
                self.env._(
                    "%(name)s is %(state)s: this cannot be done any more.",
                    name=incident.name,
                    state=names[incident.state],
                )
            )

    def action_view_subscription(self):
        """Open the subscription of this incident."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "subscription.subscription",
            "res_id": self.subscription_id.id,
            "views": [(False, "form")],
        }
