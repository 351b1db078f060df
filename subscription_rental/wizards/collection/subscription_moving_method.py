from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...models.collection.payment_token import SECOND_REFERENCES


class SubscriptionMovingMethod(models.TransientModel):
    """A row of a file of payment methods that customers gave elsewhere (SE12).

    The references at the provider are kept on the stored method only.
    """

    _name = "subscription.moving.method"
    _inherit = ["subscription.moving.mixin"]
    _description = "Payment Method Moved In"

    provider = fields.Char(string="Payment Provider", required=True)
    method = fields.Char(string="Payment Method", required=True)
    provider_ref = fields.Char(string="Reference at the Provider")
    second_ref = fields.Char(string="Second Reference")
    details = fields.Char(string="Shown Details", size=34)
    expiry = fields.Date(string="Expires With")
    subscriptions = fields.Char()
    token_id = fields.Many2one("payment.token", string="Stored As", readonly=True)

    def _take_over(self):
        """Store the payment method of this row, and set it on its subscriptions."""
        company = super()._take_over()
        provider = self._find_moved_provider()
        self._check_charges_methods(provider)
        references = self._prepare_references(provider)
        self._check_not_stored(provider, references)
        subscriptions = self._find_moved_subscriptions()
        if self.expiry:
            sane = self.env["subscription.typed.mixin"]
            sane._check_day(self._get_column_label("expiry"), self.expiry)
        # Only the system stores payment methods; who may import was checked.
        tokens = self.env["payment.token"].sudo()
        token = tokens.create(
            {
                "provider_id": provider.id,
                "payment_method_id": self._find_moved_method(provider).id,
                "partner_id": self.partner_id.id,
                "payment_details": self.details,
                "rental_expiry": self.expiry,
                **references,
            }
        )
        self._check_collectable(subscriptions, token)
        # Nobody is told by mail of a method that was theirs before.
        subscriptions.with_context(tracking_disable=True)._use_method(token)
        self.write({"provider_ref": False, "second_ref": False, "token_id": token.id})
        return company

    def _get_serving_companies(self):
        """Return the row's company and its parents: providers of all of them serve it."""
        return self.company_id.sudo().parent_ids

    def _find_moved_provider(self):
        """Return the provider that this row names, of the row's company."""
        # Which providers there are is no secret; their keys are not read.
        known = self.env["payment.provider"].sudo()
        companies = self._get_serving_companies() | self.env.companies
        named = known.search(Domain("company_id", "in", companies.ids)).filtered(
            lambda one: self._is_named_so(self.provider, one)
        )
        own = named.filtered(lambda one: one.company_id in self._get_serving_companies())
        found = own.filtered(lambda one: one.state == "enabled") or own
        if len(found) == 1:
            return found
        values = {"name": self.provider, "company": self.company_id.name}
        if found:
            message = self.env._(
                "%(company)s has several payment providers %(name)s: give each a name of "
                "its own.",
                **values,
            )
        elif named:
            message = self.env._(
                "The payment provider %(name)s is that of another company, not of "
                "%(company)s.",
                **values,
            )
        else:
            message = self.env._(
                "%(company)s has no payment provider %(name)s: write its name as in the "
                "list of payment providers.",
                **values,
            )
        raise UserError(message)

    @api.model
    def _is_named_so(self, name, record):
        """Return whether a person means `record`, a provider or method, by `name`."""
        wanted = name.strip().casefold()
        return wanted in (record.name.casefold(), record.code)

    def _check_charges_methods(self, provider):
        """Raise UserError unless `provider` charges stored methods, and really does."""
        values = {"provider": provider.name}
        if provider.state == "disabled":
            message = self.env._("%(provider)s is disabled: enable it first.", **values)
        elif provider.state == "test":
            message = self.env._(
                "%(provider)s is in test mode, and charges nobody: enable it first.",
                **values,
            )
        elif not provider.allow_tokenization or provider.capture_manually:
            message = self.env._(
                "%(provider)s cannot charge stored payment methods: let it save them, and "
                "capture amounts by itself, or name another provider.",
                **values,
            )
        else:
            return
        raise UserError(message)

    def _find_moved_method(self, provider):
        """Return the provider's payment method that this row names."""
        offered = provider.payment_method_ids
        stored = (offered | offered.brand_ids).filtered(
            lambda one: (one.primary_payment_method_id or one).support_tokenization
        )
        found = stored.filtered(lambda one: self._is_named_so(self.method, one))[:1]
        if not found:
            names = ", ".join(one.name for one in stored if one in offered)
            raise UserError(
                self.env._(
                    "%(provider)s stores no payment method %(name)s; it stores: %(names)s.",
                    provider=provider.name,
                    name=self.method,
                    names=names or "-",
                )
            )
        return found

    def _prepare_references(self, provider):
        """Return the values of the stored method by which the provider knows it."""
        references = {"provider_ref": (self.provider_ref or "").strip()}
        if not references["provider_ref"]:
            raise UserError(
                self.env._("Give the reference of the method at the payment provider.")
            )
        name = SECOND_REFERENCES.get(provider.code)
        if not name or name not in self.env["payment.token"]._fields:
            return references
        references[name] = (self.second_ref or "").strip()
        if not references[name]:
            raise UserError(
                self.env._(
                    "%(provider)s charges with two references: give the second one, too.",
                    provider=provider.name,
                )
            )
        return references

    @api.model
    def _find_stored(self, provider, references):
        """Return the method that is stored with these references, archived or not."""
        known = Domain("provider_id", "=", provider.id)
        for name, value in references.items():
            known &= Domain(name, "=", value)
        tokens = self.env["payment.token"].sudo().with_context(active_test=False)
        return tokens.search(known, limit=1)

    def _check_not_stored(self, provider, references):
        """Raise UserError if a method with these references is stored already."""
        if stored := self._find_stored(provider, references):
            raise UserError(
                self.env._(
                    "The method with this reference is stored already, for %(customer)s: "
                    "leave the row out.",
                    customer=stored.partner_id.display_name,
                )
            )

    def _find_moved_subscriptions(self):
        """Return the subscriptions that this row names, with commas between them."""
        names = {name.strip() for name in (self.subscriptions or "").split(",")} - {""}
        found = self.env["subscription.subscription"].search(
            Domain("name", "in", list(names))
            & Domain("company_id", "=", self.company_id.id)
        )
        if missing := names - set(found.mapped("name")):
            raise UserError(
                self.env._(
                    "%(company)s has no subscription %(names)s.",
                    company=self.company_id.name,
                    names=", ".join(sorted(missing)),
                )
            )
        return found

    def _check_collectable(self, subscriptions, token):
        """Raise UserError unless each of `subscriptions` can be collected with `token`."""
        for subscription in subscriptions:
            values = {"name": subscription.name, "customer": self.partner_id.display_name}
            if subscription.is_closed:
                message = self.env._("%(name)s has ended: nothing is collected.", **values)
            elif not subscription._may_be_charged_to(token):
                message = self.env._(
                    "%(name)s is not paid by %(customer)s: name their own subscription.",
                    **values,
                )
            elif subscription.payment_token_id:
                message = self.env._(
                    "%(name)s has a payment method already: remove that one first.",
                    **values,
                )
            else:
                continue
            raise UserError(message)

    @api.model
    def get_import_templates(self):
        """Offer the sample file on the import screen."""
        return [
            {
                "label": self.env._("Sample file: payment methods of your customers"),
                "template": "/subscription_rental/static/import/payment_methods.csv",
            }
        ]
