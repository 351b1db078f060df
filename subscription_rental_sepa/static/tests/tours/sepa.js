import {rpc} from "@web/core/network/rpc";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const form = ".o_rental_sepa_form";
const account = "BE68539007547034";

/** Return the statement of a bank on which the last debit came back: no cover. */
async function makeReturn() {
    const [debit] = await rpc("/web/dataset/call_kw/payment.transaction/search_read", {
        model: "payment.transaction",
        method: "search_read",
        args: [[["rental_mandate_id", "!=", false]]],
        kwargs: {fields: ["amount"], limit: 1, order: "id desc"},
    });
    const amount = `<Amt Ccy="EUR">${debit.amount.toFixed(2)}</Amt>`;
    return `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
        <BkToCstmrStmt><GrpHdr><MsgId>T</MsgId></GrpHdr><Stmt>
        <Acct><Id><IBAN>${account}</IBAN></Id></Acct><Ntry>${amount}
        <CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><NtryDtls><TxDtls>
        <Refs><EndToEndId>RS${debit.id}</EndToEndId></Refs>
        <RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf>
        </TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>`;
}

// On the customer's phone, by the link behind the QR code.
tours.add("subscription_rental_sepa_sign", {
    steps: () => [
        {trigger: `${form} input[name=sepa_iban]`, run: "edit NL91 ABNA 0417 1643 00"},
        {trigger: `${form} input[name=sepa_holder]`, run: "edit Ada Lovelace"},
        {trigger: `${form} input[name=sepa_signed_name]`, run: "edit Ada Lovelace"},
        {trigger: `${form} input[name=sepa_accepted]`, run: "click"},
        {
            trigger: "button[name=o_payment_submit_button]:enabled",
            run: "click",
            expectUnloadPage: true,
        },
        {trigger: ".o_rental_method_done:contains('4300')"},
    ],
});

// In the office: gathered, approved by a second person, exported by the first.
tours.add("subscription_rental_sepa_make", {
    steps: () => [
        {trigger: "button[name=action_make_collections]", run: "click"},
        {trigger: ".o_data_row td[name=name]", run: "click"},
        {trigger: "button[name=action_approve]"},
        {trigger: ".o_field_widget[name=debit_count]:contains('1')"},
    ],
});
tours.add("subscription_rental_sepa_approve", {
    steps: () => [
        {trigger: "button[name=action_approve]", run: "click"},
        {trigger: "button[name=action_export]"},
    ],
});
tours.add("subscription_rental_sepa_export", {
    steps: () => [
        {trigger: "button[name=action_export]", run: "click"},
        {trigger: "button[name=action_download]"},
        {trigger: "button[name=action_sent]", run: "click"},
        {trigger: ".modal .btn-primary", run: "click"},
        {trigger: ".o_arrow_button_current[data-value=sent]"},
    ],
});

// What the bank gave is read in, and is on its ladder.
tours.add("subscription_rental_sepa_return", {
    steps: () => [
        {trigger: "button:contains('Read a File In')", run: "click"},
        {
            trigger: ".modal .o_field_widget[name=content] input[type=file]:not(:visible)",
            async run() {
                const told = await makeReturn();
                const file = new File([told], "camt.xml", {type: "application/xml"});
                const data = new DataTransfer();
                data.items.add(file);
                this.anchor.files = data.files;
                this.anchor.dispatchEvent(new Event("change", {bubbles: true}));
            },
        },
        {trigger: ".modal .o_field_widget[name=content] input:value(camt.xml)"},
        {trigger: ".modal button[name=action_read]", run: "click"},
        {trigger: ".o_data_row td[name=state]:contains('Done')"},
    ],
});
