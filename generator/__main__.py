"""`python -m generator` is the command `vorlagen`."""

from generator.cli import main

main()
