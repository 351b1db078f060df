from datetime import date

from odoo.tests import HttpCase, freeze_time, tagged

from .common import CourseCommon


@tagged("post_install", "-at_install")
class TestCourseTours(CourseCommon, HttpCase):
    """The course's page, as a subscriber sees it on a desktop (PL12)."""

    def _visit_page(self, tour, login="rower"):
        name = f"subscription_rental_elearning_{tour}"
        self.start_tour(self.course.website_url, name, login=login)

    def test_a_course_is_offered_given_and_withdrawn(self):
        user = self._portal_user("rower", self.customer)
        self._visit_page("offered")
        subscription = self._subscription(partner_id=user.partner_id.id)
        self._settle()
        self._learn(user.partner_id)
        self._visit_page("given")
        subscription._stop("suspended", date(2024, 1, 15))
        self._settle()
        self._visit_page("withdrawn")

    def test_visitors_see_the_plans_of_the_websites_company(self):
        other = self.setup_other_company()["company"]
        self._plan(name="Of the club", channel_ids=self.course.ids)
        self._plan(name="In secret", channel_ids=self.course.ids).write(
            {"is_shown_on_courses": False}
        )
        elsewhere = self._plan(name="Elsewhere", channel_ids=self.course.ids)
        self.env.flush_all()
        elsewhere.sudo().company_id = other
        page = self.url_open(self.course.website_url).text
        self.assertIn("By Subscription", page)
        self.assertIn(self.plan.name, page)
        self.assertIn("Of the club", page)
        self.assertNotIn("In secret", page)
        self.assertNotIn("Elsewhere", page)

    def test_a_lesson_says_whose_it_is(self):
        lesson = self.course.slide_ids[0].sudo()
        lesson.is_preview = True
        self.env["slide.slide.resource"].sudo().create(
            {
                "slide_id": lesson.id,
                "resource_type": "url",
                "name": "More",
                "link": "https://example.com",
            }
        )
        page = self.url_open(lesson.website_url).text
        self.assertIn("Content only accessible to subscribers", page)


@tagged("post_install", "-at_install")
@freeze_time("2024-01-15 12:00:00")
class TestCourseScreens(CourseCommon):
    """What the forms show to those who have rights on one side only."""

    def test_a_clerk_sees_the_courses_of_a_plan_and_an_officer_no_plans(self):
        clerk = self._clerk()
        self.assertEqual(self.plan.with_user(clerk).channel_ids, self.course)
        fields = self.env["slide.channel"].with_user(self._officer()).fields_get()
        self.assertNotIn("rental_plan_ids", fields)
        self.assertNotIn("rental_member_count", fields)
        course = self.course.with_user(clerk)
        self.assertEqual(course.rental_plan_ids, self.plan)
        action = course.action_view_rental_access()
        self.assertEqual(action["res_model"], "subscription.access")

    def _officer(self):
        return self.env["res.users"].create(
            {
                "name": "Officer",
                "login": "course officer",
                "group_ids": [
                    (4, self.env.ref("website_slides.group_website_slides_officer").id)
                ],
            }
        )
