from odoo.api import SUPERUSER_ID

from odoo.addons.subscription_rental.tests.common_settling import SettlingCommon


class CourseCommon(SettlingCommon):
    """A course of two lessons that a plan gives."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env["website"].sudo().search([], limit=1)
        cls.website.company_id = cls.company
        cls.course = cls._course("Rowing")
        cls.plan.channel_ids = cls.course
        cls.customer = cls.partner_a

    @classmethod
    def _course(cls, name, **values):
        """Return a published course of two lessons, by subscription unless said."""
        # The test's user has no rights on courses.
        system = cls.env(user=SUPERUSER_ID)
        course = system["slide.channel"].create(
            {
                "name": name,
                "enroll": "subscription",
                "is_published": True,
                "user_id": False,
                **values,
            }
        )
        system["slide.slide"].create(
            [
                {
                    "name": lesson,
                    "channel_id": course.id,
                    "slide_category": "article",
                    "is_published": True,
                }
                for lesson in ("The boat", "The oar")
            ]
        )
        return course

    def _learn(self, partner, course=None):
        """Let `partner` finish the first lesson."""
        lesson = (course or self.course).slide_ids[0]
        done = {"slide_id": lesson.id, "partner_id": partner.id, "completed": True}
        self.env["slide.slide.partner"].sudo().create(done)

    def _attendee(self, partner=None, course=None):
        """Return the active row of `partner` among a course's attendees."""
        return (course or self.course).sudo()._get_attendee(partner or self.customer)

    def assertAttends(self, partner=None, course=None):
        membership = (course or self.course)._get_membership(partner or self.customer)
        self.assertEqual(membership, "joined")

    def assertAway(self, partner=None, course=None):
        self.assertFalse(self._attendee(partner, course))
