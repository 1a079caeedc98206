"""What an operator keeps elsewhere: files sealed with a passphrase, archives that can be checked.

A library: knows no Django, no clock, no settings; bytes, randomness and places are handed in.
"""
