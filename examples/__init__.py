"""Example data: an invented channel between invented states, and the public record of real cases."""
