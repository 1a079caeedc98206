"""What must hold under attack and fault: real kills, real disk errors, a hostile line, bombs."""
