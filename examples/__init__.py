"""Example data: an invented channel, and the public record of real cases."""
