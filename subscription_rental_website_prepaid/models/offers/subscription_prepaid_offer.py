from odoo import models
from odoo.tools import formatLang
from odoo.tools.i18n import format_list

from odoo.addons.subscription_rental.billing import prepaid
from odoo.addons.subscription_rental.words import format_duration


class SubscriptionPrepaidOffer(models.Model):
    """What the shop says of an offer, in one sentence (PK1)."""

    _inherit = "subscription.prepaid.offer"

    def _get_shop_refusal(self, website, currency):
        """Return why `website` does not sell this product's pack; empty if it does.

        :param currency: of the cart, or of the visitor's price list
        """
        product, company = self.product_id, website.company_id
        own = self._get_nearest(company)
        name = product.with_env(self.env).display_name
        if not own or product.website_id not in (website, website.browse()):
            return self.env._("%(product)s is not sold in this shop.", product=name)
        if not own.active:
            return self.env._("%(product)s is not sold any more.", product=name)
        if currency != company.currency_id:
            return self.env._(
                "%(product)s is sold in %(currency)s only: choose another price list.",
                product=name,
                currency=company.currency_id.name,
            )
        return ""

    def _get_shop_sentences(self, website):
        """Return {offer: the sentence about it}, with prices as `website` shows them."""
        if not self:
            return {}
        products = self.product_id | self.service_ids.product_id
        shown = products._get_shown_prices(website)
        return {offer: offer._get_prepaid_sentence(website, shown) for offer in self}

    def _get_prepaid_sentence(self, website, shown):
        """Return how many of what, for how much, the saving and the validity.

        :param shown: {product: (without taxes, with taxes)}
        """
        self.ensure_one()
        currency = website.currency_id
        excluded = website.show_line_subtotals_tax_selection == "tax_excluded"
        # What is taxed at each use costs the same with taxes as without.
        taxed = not excluded or self.vat_kind == prepaid.AT_USE
        price = shown[self.product_id][taxed]
        single = min(
            (shown[row.product_id][taxed] * row.quantity for row in self.service_ids),
            default=0.0,
        )
        saving = float(prepaid.saving(single, self.sessions, price))
        values = {
            "price": formatLang(self.env, price, currency_obj=currency),
            "services": format_list(
                self.env, self.service_ids.product_id.mapped("display_name"), style="or"
            ),
        }
        if self.kind == prepaid.AMOUNT:
            return self._get_credit_sentence(values)
        if not currency.is_zero(saving):
            values["saving"] = formatLang(self.env, saving, currency_obj=currency)
        return self._get_pack_sentence(values)

    def _get_validity_text(self):
        """Return for how long it is valid, as people read it; empty if for ever."""
        self.ensure_one()
        if not self.validity_count:
            return ""
        return format_duration(self.env, self.validity_count, self.validity_unit)

    def _get_pack_sentence(self, values):
        """Return the sentence about a pack.

        :param values: price, services, and saving if it saves something
        """
        validity = self._get_validity_text()
        values = {**values, "count": self.sessions, "validity": validity}
        if "saving" in values and validity:
            return self.env._(
                "%(count)s sessions of %(services)s for %(price)s, %(saving)s less than "
                "one by one; valid for %(validity)s from the payment.",
                **values,
            )
        if "saving" in values:
            return self.env._(
                "%(count)s sessions of %(services)s for %(price)s, %(saving)s less than "
                "one by one; they do not expire.",
                **values,
            )
        if validity:
            return self.env._(
                "%(count)s sessions of %(services)s for %(price)s; valid for %(validity)s "
                "from the payment.",
                **values,
            )
        return self.env._(
            "%(count)s sessions of %(services)s for %(price)s; they do not expire.",
            **values,
        )

    def _get_credit_sentence(self, values):
        """Return the sentence about credit.

        :param values: price and services
        """
        values = {**values, "validity": self._get_validity_text()}
        if not values["services"] and values["validity"]:
            return self.env._(
                "%(price)s of credit for everything; valid for %(validity)s from the "
                "payment.",
                **values,
            )
        if not values["services"]:
            return self.env._(
                "%(price)s of credit for everything; it does not expire.", **values
            )
        if values["validity"]:
            return self.env._(
                "%(price)s of credit for %(services)s; valid for %(validity)s from the "
                "payment.",
                **values,
            )
        return self.env._(
            "%(price)s of credit for %(services)s; it does not expire.", **values
        )
