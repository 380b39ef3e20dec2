"""Write schedulers/<name>.json: the learning rates that PyTorch gives, step by step.

Run with: python tools/goldens/schedulers.py NAME...
"""
from cases import plateau, schedules
from named_files import write_named

schedules.write()
plateau.write()
write_named()
