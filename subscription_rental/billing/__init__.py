"""The rules of recurring billing: dates, shares of money and permitted moves.

Plain Python: no ORM, no clock, no I/O. Every rule takes the day as an argument.
"""
