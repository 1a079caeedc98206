"""What a person does with sources: keep, seal, reveal, ask for consent, tell how it went."""
