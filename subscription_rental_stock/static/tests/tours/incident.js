import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** Choose pictures in a field, as a phone does. */
async function choosePhotos(input, count) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 40;
    canvas.getContext("2d").fillRect(5, 5, 20, 20);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
    const chosen = new DataTransfer();
    for (let n = 0; n < count; n++) {
        chosen.items.add(new File([blob], `photo-${n}.png`, {type: "image/png"}));
    }
    input.files = chosen.files;
}

// A customer reports what is broken, with photos, and adds one later.
tours.add("subscription_rental_stock_incident", {
    steps: () => [
        {trigger: "a.o_rental_incident", run: "click", expectUnloadPage: true},
        {trigger: "#rental_text", run: "edit It fell"},
        {
            trigger: "#rental_photos",
            async run() {
                await choosePhotos(this.anchor, 2);
            },
        },
        {trigger: "button.o_rental_report", run: "click", expectUnloadPage: true},
        {trigger: ".alert-success:contains('we look into it')"},
        {trigger: ".o_rental_pictures a:nth-child(2) img"},
        {
            trigger: "#chatterRoot:shadow .o-mail-Message:contains('It fell')",
            // Its files are put together the first time.
            timeout: 60000,
        },
        {trigger: "#rental_answer", run: "edit And another one"},
        {
            trigger: "#rental_photos",
            async run() {
                await choosePhotos(this.anchor, 1);
            },
        },
        {
            trigger: ".o_rental_answer button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {trigger: ".alert-success:contains('We received it')"},
        {trigger: ".o_rental_pictures a:nth-child(3) img"},
        {trigger: "#chatterRoot:shadow .o-mail-Message:contains('And another one')"},
    ],
});

// The customer reads our answer, and no note.
tours.add("subscription_rental_stock_answer", {
    steps: () => [
        {
            trigger: "a.o_rental_open_incident",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "#chatterRoot:shadow .o-mail-Message:contains('We send you another one')",
            timeout: 30000,
        },
        {
            trigger: "#chatterRoot",
            run() {
                if (this.anchor.shadowRoot.textContent.includes("Paid late")) {
                    throw new Error("A note is shown.");
                }
            },
        },
    ],
});
