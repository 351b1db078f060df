from odoo import models


class AccountEdiXmlUbl21(models.AbstractModel):
    """The period of each line, and the references, in UBL: also in BIS 3 and its kin."""

    _inherit = "account.edi.xml.ubl_21"

    def _add_invoice_line_period_nodes(self, line_node, vals):
        """Add the days that a line is for, unless it has a period from elsewhere."""
        super()._add_invoice_line_period_nodes(line_node, vals)
        line = vals["base_line"].get("record")
        known = line_node.get("cac:InvoicePeriod")
        if known or not line or line._name != "account.move.line":
            return
        if days := line._get_rental_days():
            first, last = days
            line_node["cac:InvoicePeriod"] = {
                "cbc:StartDate": {"_text": first},
                "cbc:EndDate": {"_text": last},
            }

    def _add_invoice_header_nodes(self, document_node, vals):
        """Add the orders of the subscriptions, their contract and the buyer's reference."""
        super()._add_invoice_header_nodes(document_node, vals)
        invoice = vals["invoice"]
        known = invoice._get_rental_references()
        if not known:
            return
        order = document_node["cac:OrderReference"]
        order["cbc:ID"] = {"_text": known["buyer_order"] or invoice.name}
        sold = (order.get("cbc:SalesOrderID") or {}).get("_text")
        orders = ", ".join(filter(None, (sold, known["order"])))
        order["cbc:SalesOrderID"] = {"_text": orders or None}
        document_node["cac:ContractDocumentReference"] = {
            "cbc:ID": {"_text": known["contract"] or None}
        }
        if not document_node["cbc:BuyerReference"]["_text"]:
            document_node["cbc:BuyerReference"] = {"_text": known["buyer_order"] or None}
