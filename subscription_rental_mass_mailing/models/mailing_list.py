from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.subscription_rental.billing import due_dates

SOON = "soon"
EXPIRED = "expired"
# What falls due within so many days expires soon.
SOON_DAYS = 30


class MailingList(models.Model):
    """Two lists per company that follow due dates: expiring soon, and expired (DD9)."""

    _inherit = "mailing.list"

    rental_kind = fields.Selection(
        [(SOON, "Expiring soon"), (EXPIRED, "Expired")],
        string="Follows Due Dates",
        readonly=True,
        copy=False,
        help="Customers come into this list, and leave it, by their due dates.",
    )
    rental_company_id = fields.Many2one(
        "res.company",
        string="Due Dates Of",
        readonly=True,
        copy=False,
        ondelete="cascade",
        index="btree_not_null",
    )
    _rental_once = models.UniqueIndex(
        "(rental_company_id, rental_kind) WHERE rental_kind IS NOT NULL",
        "A company has one such list.",
    )

    @api.model
    def _get_due_lists(self, company):
        """Return the two lists of `company`; what is missing is made."""
        lists = self.with_context(active_test=False)
        known = lists.search([("rental_company_id", "=", company.id)])
        missing = {SOON, EXPIRED} - set(known.mapped("rental_kind"))
        names = dict(self._fields["rental_kind"]._description_selection(self.env))
        return known + lists.create(
            [
                {
                    "name": f"{names[kind]} ({company.name})",
                    "rental_kind": kind,
                    "rental_company_id": company.id,
                }
                for kind in sorted(missing)
            ]
        )

    def _follow_due_dates(self, today):
        """Let customers come into this list, and leave it; who opted out stays that."""
        self.ensure_one()
        wanted = self._get_due_customers(today)
        rows = self.env["mailing.subscription"].search([("list_id", "=", self.id)])
        listed = rows.grouped(lambda one: one.contact_id.email_normalized)
        # A row that says that somebody opted out is what keeps them out.
        over = [one for address, one in listed.items() if address not in wanted]
        rows.browse().union(*over).filtered(lambda one: not one.opt_out).unlink()
        new = {key: who for key, who in wanted.items() if key not in listed}
        contacts = self._find_due_contacts(new)
        rows.create([{"contact_id": one.id, "list_id": self.id} for one in contacts])

    def _get_due_customers(self, today):
        """Return {address: customer} of those who belong into this list today."""
        found = self.env["subscription.due.date"].search(self._get_list_domain(today))
        found = found.filtered(lambda row: not row._renews_by_itself())
        company = self.rental_company_id
        silent = self.env["subscription.reminder.optout"]._get_silent(
            company, found.partner_id
        )
        # Who is archived gets no reminders, and no mailings either.
        asked = (found.partner_id - silent).filtered(
            lambda one: one.active and one.email_normalized
        )
        return {one.email_normalized: one for one in asked.sorted("id", reverse=True)}

    def _get_list_domain(self, today):
        """Return the domain of the due dates whose customers belong into this list."""
        own = Domain("company_id", "=", self.rental_company_id.id)
        if self.rental_kind == EXPIRED:
            return own & Domain("state", "=", due_dates.EXPIRED)
        soon = fields.Date.add(today, days=SOON_DAYS)
        return own & Domain("state", "=", due_dates.ACTIVE) & Domain("date_due", "<=", soon)

    def _find_due_contacts(self, customers):
        """Return one mailing contact for each of these customers, made where none is.

        :param customers: {address: customer}
        """
        contacts = self.env["mailing.contact"]
        known = contacts.search([("email_normalized", "in", list(customers))], order="id")
        found = {one.email_normalized: one for one in known.sorted("id", reverse=True)}
        made = contacts.create(
            [
                {
                    "name": customer.name,
                    "email": address,
                    "company_name": customer.commercial_company_name,
                    "country_id": customer.country_id.id,
                }
                for address, customer in customers.items()
                if address not in found
            ]
        )
        return contacts.union(*found.values()) + made
