"""The public record: real cases, every statement second-hand, with who, when and source."""
