"""Orders, their totals, and the payments that settle them."""


class OrderError(Exception):
    """An order cannot be placed."""

    def __init__(self, code, text):
        super().__init__(text)
        self.code = code


class Order:
    """Articles with their prices in cents."""

    def __init__(self, owner):
        self.owner = owner
        self.lines = []
        self.state = "open"

    def add(self, article, cents, count=1):
        if count < 1:
            raise OrderError("count", f"{count} of {article} cannot be ordered")
        self.lines.append((article, cents, count))

    def total(self):
        return sum(cents * count for _, cents, count in self.lines)


def pay(order, gateway):
    """Charge the owner; a refused charge leaves the order open."""
    receipt = gateway.charge(order.owner, order.total())
    if receipt["ok"]:
        order.state = "paid"
    return receipt


async def notify(order, mailer):
    """Tell the owner what became of the order."""
    await mailer.send(order.owner, f"your order is {order.state}")
