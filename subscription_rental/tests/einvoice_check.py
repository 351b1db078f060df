"""Print what a schematron says against an e-invoice, one broken rule a line.

Run by itself, as `python einvoice_check.py RULES.xslt < INVOICE.xml`: Saxon is a program of
its own inside the process, which the server of the tests is better without.
"""

import resource
import sys

from lxml import etree

FAILED = "{http://purl.oclc.org/dsdl/svrl}failed-assert"


def find_broken(rules, xml):
    """Yield (rule, text) of what is wrong with an e-invoice, warnings left out."""
    from saxonche import PySaxonProcessor

    with PySaxonProcessor(license=False) as saxon:
        compiled = saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=rules)
        report = compiled.transform_to_string(xdm_node=saxon.parse_xml(xml_text=xml))
    for found in etree.fromstring(report.encode()).iter(FAILED):
        if found.get("flag") != "warning":
            text = " ".join("".join(found.itertext()).split())
            yield found.get("id"), text


if __name__ == "__main__":
    # Odoo limits the address space of its processes; Saxon reserves more than it uses.
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    for rule, text in find_broken(sys.argv[1], sys.stdin.read()):
        sys.stdout.write(f"{rule}: {text}\n")
