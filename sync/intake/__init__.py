"""Shops that send their orders by themselves: each call is answered from here, and its order is stored with it.

The one place where a push writes the domain. The connector judges and maps; what is kept is kept by the desk.
"""
