# Odoo's runner takes what it finds here by its name.
from .units import test_availability
from .units import test_ledger_goods
from .units import test_other_screens
from .units import test_units
from .units import test_valuation
from .handover import test_deliveries
from .handover import test_handover
from .handover import test_papers
from .handover import test_ship
from .handover import test_tours_goods
from .returns import test_chase
from .returns import test_goods_jobs
from .returns import test_goods_life
from .returns import test_returns
from .incidents import test_incidents
from .incidents import test_portal_goods
from .incidents import test_swap
