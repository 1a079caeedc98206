"""What statements mean: the rules that both sides of a channel share.

Everything here is pure. The other node could run it and must get the same answer, so time, files
and random numbers come in as arguments, and no word shown to people is made here.
"""
