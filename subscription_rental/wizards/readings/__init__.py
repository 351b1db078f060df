from . import subscription_part_dialog
from . import subscription_statement_dialog
