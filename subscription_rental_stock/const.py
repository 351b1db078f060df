# Documents by which people prove who they are.
DOCUMENTS = [
    ("id_card", "Identity card"),
    ("passport", "Passport"),
    ("license", "Driving licence"),
    ("other", "Other document"),
]
