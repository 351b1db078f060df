from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

# What the codes mean, in words for people.
REASONS = {
    "AC01": _lt("Account number is wrong"),
    "AC04": _lt("Account is closed"),
    "AC06": _lt("Account is blocked"),
    "AC13": _lt("Account of a consumer, under the scheme for businesses"),
    "AG01": _lt("No direct debits on this account"),
    "AG02": _lt("Wrong kind of transaction"),
    "AM04": _lt("Not enough money on the account"),
    "AM05": _lt("Debited twice"),
    "BE05": _lt("Creditor is not known by this identifier"),
    "BE06": _lt("Customer is not known at this bank"),
    "CNOR": _lt("Creditor's bank is not reachable"),
    "CUST": _lt("Called back by us"),
    "DNOR": _lt("Debtor's bank is not reachable"),
    "DUPL": _lt("Sent twice"),
    "ED05": _lt("Settlement failed"),
    "FF01": _lt("Format of the file is wrong"),
    "FF05": _lt("Direct debit scheme is wrong"),
    "FOCR": _lt("Called back by us"),
    "MD01": _lt("There is no mandate"),
    "MD02": _lt("Data of the mandate are missing or wrong"),
    "MD06": _lt("The customer wants the money back"),
    "MD07": _lt("The customer has died"),
    "MS02": _lt("The customer refuses it"),
    "MS03": _lt("The bank gives no reason"),
    "NARR": _lt("The bank says it in words"),
    "RC01": _lt("BIC is wrong"),
    "RR01": _lt("Account number of the debtor is missing"),
    "RR02": _lt("Name or address of the debtor is missing"),
    "RR03": _lt("Name or address of the creditor is missing"),
    "RR04": _lt("The law asks for it"),
    "SL01": _lt("The customer's bank blocks this creditor"),
    "TM01": _lt("File came too late"),
}
