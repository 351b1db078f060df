"""Values that the system writes, told from those of people and other addons."""


class Kept(dict):
    """Values that a checked act of the system writes, also to what users may not change.

    It takes the ordinary way through `create` and `write`, so automation rules and other
    addons see it. No request can make one: what comes in by RPC is an ordinary dict.
    """
