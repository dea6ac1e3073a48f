"""Which of the seventeen categories a block states."""
