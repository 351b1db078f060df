from .tickets import test_sold
