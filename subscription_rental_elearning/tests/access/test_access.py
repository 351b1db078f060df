from odoo.tests import freeze_time

from odoo.addons.subscription_rental.tests.common_access import AccessChecks, AccessCommon

from ..common import CourseCommon
from . import table


@freeze_time("2024-01-10 12:00:00")
class TestCourseAccess(AccessChecks, CourseCommon, AccessCommon):
    """All fields and methods of courses by subscription, as each kind of user (B3)."""

    addon = "subscription_rental_elearning"

    table = table

    def setUp(self):
        super().setUp()
        self._know(self.course)
