from . import subscription_goods_job
from . import subscription_assignment
from . import subscription_charge
from . import subscription_returning
from . import subscription_withdrawal
from . import stock_picking
from . import subscription_label
