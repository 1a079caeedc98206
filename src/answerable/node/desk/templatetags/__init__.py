"""What the desk's templates need beside the common components."""
