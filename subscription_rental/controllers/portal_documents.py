import re

from odoo import fields, http
from odoo.exceptions import UserError, ValidationError
from odoo.http import content_disposition, request

from ..models.portal.subscription_documents import DOCUMENTS
from .portal import PAGE, SubscriptionPortal

STATEMENT = "/my/statement"


class SubscriptionDocumentPortal(SubscriptionPortal):
    """The documents that customers take from the portal themselves (SE11)."""

    @http.route(
        f"{PAGE}/<int:subscription_id>/document/<any({','.join(DOCUMENTS)}):document>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
    )
    def rental_document(self, subscription_id, document, access_token=None, **_kwargs):
        """Return a document of the subscription as a PDF file; 404 if it is not offered."""
        subscription = self._get_rental(subscription_id, access_token)
        today = subscription.company_id._subscription_today()
        if document not in subscription._get_portal_documents(today):
            raise request.not_found()
        name = f"{document}_{subscription.name}"
        return self._send_pdf(DOCUMENTS[document], subscription, name)

    @http.route(STATEMENT, type="http", auth="user", website=True, methods=["GET"])
    def rental_statement(self, **kwargs):
        """Show the form to choose the period of one's statement of account."""
        return request.render(
            "subscription_rental.portal_statement", self._prepare_statement_values(kwargs)
        )

    @http.route(f"{STATEMENT}/pdf", type="http", auth="user", website=True, methods=["GET"])
    def rental_statement_pdf(self, **kwargs):
        """Return one's own statement of account as a PDF file."""
        values = self._prepare_statement_values(kwargs)
        company, customer = values["company"], self._get_customer()
        # Customers have no rights on it: whose and which company it is was decided above.
        dialogs = request.env["subscription.statement.dialog"].sudo()
        try:
            dialog = dialogs.with_context(allowed_company_ids=company.ids).create(
                {
                    "partner_id": customer.id,
                    "company_id": company.id,
                    "date_from": values["date_from"],
                    "date_to": values["date_to"],
                }
            )
        except (UserError, ValidationError) as error:
            values["error"] = str(error)
            return request.render("subscription_rental.portal_statement", values)
        report = "subscription_rental.subscription_statement_report"
        return self._send_pdf(report, dialog, f"statement_{values['date_to']}")

    # === what they share === #

    def _get_customer(self):
        """Return whose account the visitor sees: their own, or that of their company."""
        return request.env.user.partner_id.commercial_partner_id.sudo()

    def _prepare_statement_values(self, kwargs):
        """Return the values of the page: companies, period, and what was chosen of them."""
        companies = self._get_customer()._get_billing_companies()
        chosen = companies.filtered(
            lambda one: one.id == self._cast_as_int(kwargs.get("company_id"))
        )
        company = chosen or companies[:1] or request.env.company.sudo()
        today = company._subscription_today()
        first = self._read_date(kwargs.get("date_from")) or today.replace(month=1, day=1)
        values = self._prepare_portal_layout_values()
        return values | {
            "page_name": "rental_statement",
            "companies": companies,
            "company": company,
            "date_from": fields.Date.to_string(first),
            "date_to": fields.Date.to_string(
                self._read_date(kwargs.get("date_to")) or today
            ),
            "error": None,
        }

    @staticmethod
    def _send_pdf(report, record, name):
        """Return a response with the printed `report` of `record`, which may be seen."""
        # Customers may run no report; whose the record is was checked.
        reports = request.env["ir.actions.report"].sudo()
        try:
            content, _kind = reports.with_company(record.company_id)._render_qweb_pdf(
                report, record.ids
            )
        except UserError as error:
            # What the printer lacks is the company's to know.
            raise UserError(
                request.env._(
                    "This cannot be printed just now: try again later, or ask us for it."
                )
            ) from error
        filename = re.sub(r"\W+", "_", name)
        headers = [
            ("Content-Type", "application/pdf"),
            ("Content-Length", len(content)),
            ("Content-Disposition", content_disposition(f"{filename}.pdf")),
        ]
        return request.make_response(content, headers=headers)
