import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("subscription_rental_elearning_offered", {
    steps: () => [
        {
            content: "The page names the plan, and offers no way to join",
            trigger: ".o_subscription_course:contains('By Subscription'):contains('Monthly bike')",
        },
        {
            content: "Nobody joins without a subscription",
            trigger: ".o_wslides_js_course_join:not(:has(.o_wslides_js_course_join_link))",
        },
    ],
});

tours.add("subscription_rental_elearning_given", {
    steps: () => [
        {
            content: "The subscriber attends",
            trigger: ".o_wslides_js_course_join h6:contains('enrolled')",
        },
        {
            content: "What was learned shows",
            trigger: ".o_wslides_channel_completion_progressbar:contains('50')",
        },
        {
            content: "Lessons open",
            trigger: ".o_wslides_slides_list a:contains('The oar')",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The lesson is there",
            trigger: ".o_wslides_fs_main, .o_wslides_lesson_main",
        },
    ],
});

tours.add("subscription_rental_elearning_withdrawn", {
    steps: () => [
        {
            content: "The page says why, and that the progress is kept",
            trigger: ".o_subscription_course:contains('is suspended'):contains('is kept')",
        },
        {
            content: "The lessons are closed",
            trigger: ".o_wslides_slides_list:not(:has(a:contains('The oar')))",
        },
    ],
});
