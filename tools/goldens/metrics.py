"""Write metrics/<data>.json: outputs, targets and what scikit-learn measures of them.

Run with: python tools/goldens/metrics.py NAME...
"""
from cases import metrics
from named_files import write_named

metrics.write()
write_named()
