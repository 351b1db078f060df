from odoo import models


class AccountEdiXmlCii(models.AbstractModel):
    """The period of each line, and the references, in CII: Factur-X and ZUGFeRD."""

    _inherit = "account.edi.xml.cii"

    def _export_invoice_vals(self, invoice):
        """Add the days that lines are for, and the references of the subscriptions."""
        vals = super()._export_invoice_vals(invoice)
        known = invoice._get_rental_references()
        # The template asks for it of every invoice.
        vals["rental_order"] = known.get("order")
        if known:
            self._add_rental_days(vals)
            vals |= self._get_rental_values(invoice, known, vals)
        return vals

    def _add_rental_days(self, vals):
        """Add their days to the lines, and to the period of the whole invoice."""
        for line_vals in vals["invoice_line_vals_list"]:
            days = line_vals["line"]._get_rental_days()
            if days and not line_vals.get("billing_start"):
                first, last = days
                line_vals |= {"billing_start": first, "billing_end": last}
                vals["billing_start"] = min(vals.get("billing_start") or first, first)
                vals["billing_end"] = max(vals.get("billing_end") or last, last)

    def _get_rental_values(self, invoice, known, vals):
        """Return the references; one that somebody entered for Chorus Pro stays."""
        name = "purchase_order_reference"
        entered = name in invoice._fields and invoice[name]
        return {
            "buyer_reference": vals["buyer_reference"] or known["buyer_order"] or "",
            name: entered or known["buyer_order"] or invoice.name,
            "contract_reference": vals["contract_reference"] or known["contract"],
        }
