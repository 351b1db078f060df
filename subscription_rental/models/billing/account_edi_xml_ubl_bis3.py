from odoo import models


class AccountEdiXmlUblBis3(models.AbstractModel):
    """The invoice that a credit note of a subscription takes back from, in BIS 3."""

    _inherit = "account.edi.xml.ubl_bis3"

    def _add_invoice_header_nodes(self, document_node, vals):
        """Name the invoice by its number: its reference is the reason of the credit."""
        result = super()._add_invoice_header_nodes(document_node, vals)
        invoice = vals["invoice"]
        origin = invoice.reversed_entry_id
        if origin and invoice._get_rental_references():
            document_node["cac:BillingReference"] = {
                "cac:InvoiceDocumentReference": {
                    "cbc:ID": {"_text": origin.name},
                    "cbc:IssueDate": {"_text": origin.invoice_date},
                }
            }
        return result
