"""Carry a channel by hand: one encrypted file with everything that the other side lacks.

    <name>.pouch = age(recipients) of zstd of ustar(manifest.dsse, logs/…, receipts/…, content/…)

`sealing` writes one, `opening` decrypts and checks one without acting on it, `taking` feeds what
was checked through the same state machine that follows a log over the network.
"""
